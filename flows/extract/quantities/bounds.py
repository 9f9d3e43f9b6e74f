"""Distinct quantities read into bounds.

`more than 40` is above 40, `at least 40` 40 or more, `up to 40` 40 or less; `nearly 40` is below
40 but approximate; `about 40` is 40, approximate. `hundreds` is more than one hundred, without
upper bound and approximate (and so are dozens, thousands, …); `several hundred` 300 or more.
"""

import polars as pl

from flows.extract.numbers import Number, number_words, parse_number
from flows.extract.quantities.grammar import Grammar
from flows.extract.tokens import WHITE
from flows.lexicon import Lexicon

_GROUPS = ("between", "hedge", "sign", "number", "number2", "percent", "share", "money")
_SCALED = r"(?i)thousand|illion|bn$|\d[km]$"
_APPROXIMATE = ("about",)
_NEARLY = ("nearly", "almost", "close to")


def bounds(forms: pl.Series, grammar: Grammar, lexicon: Lexicon) -> pl.DataFrame:
    """One row per form that is a quantity: row, lower, upper (Float64), lower_inclusive,
    upper_inclusive, approximate (Boolean), measure (String: per cent or a currency), simple
    (Boolean: one number without hedge or scale), least (Float64, the first number).
    """
    texts = forms.alias("form").to_frame().with_row_index("row")
    found = [pl.DataFrame(schema={"row": pl.UInt32} | dict.fromkeys(_GROUPS, pl.String))]
    for regex in grammar.productions:
        hit = texts.filter(pl.col("form").str.contains(rf"^(?:{regex})$"))
        if hit.height:
            texts = texts.join(hit, on="row", how="anti", maintain_order="left")
            groups = hit.select("row", g=pl.col("form").str.extract_groups(regex))
            found.append(groups.unnest("g"))
    parts = pl.concat(found, how="diagonal").sort("row")
    return _bound(_read(parts, lexicon)).filter(
        pl.col("least").is_not_null() & (pl.col("lower") <= pl.col("upper")).fill_null(value=True)
    )


def _read(parts: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    words = number_words(lexicon)
    values = lexicon.quantity_words
    forms = pl.concat([parts["number"], parts["number2"].rename("number")]).drop_nulls().unique()
    numbers = {form: parse_number(_plain(form), words) for form in forms.sort().to_list()}

    def of(name: str) -> pl.Expr:
        text = pl.col(name).str.to_lowercase().str.replace_all(rf"{WHITE}+", " ")
        chosen = values.filter(pl.col("class") == _CLASS[name])
        known = dict(zip(chosen["word"].str.to_lowercase(), chosen["value"], strict=True))
        return text.replace_strict(known, default=None, return_dtype=pl.String)

    first, second = pl.col("number"), pl.col("number2")
    return parts.with_columns(
        kind=of("hedge"),
        nearly=pl.col("hedge").str.to_lowercase().str.replace_all(rf"{WHITE}+", " ").is_in(_NEARLY),
        value=_number(first, numbers),
        value2=_number(second, numbers),
        vague=first.replace_strict(
            {form: number.vague for form, number in numbers.items()}, default=None,
            return_dtype=pl.Boolean,
        ),
        scaled2=second.str.contains(_SCALED),
        many=first.str.contains(r"(?i)^(?:tens|dozens|scores|hundreds|thousands|\w+illions)"),
        currency=pl.coalesce(of("sign"), of("money")),
        scaled=first.str.contains(_SCALED),
    )  # fmt: skip


_CLASS = {"hedge": "hedge", "sign": "currency_sign", "money": "money"}


def _plain(form: str) -> str:
    return " ".join(form.split())


def _number(column: pl.Expr, numbers: dict[str, Number]) -> pl.Expr:
    values = {form: number.value for form, number in numbers.items()}
    return column.replace_strict(values, default=None, return_dtype=pl.Float64)


def _bound(read: pl.DataFrame) -> pl.DataFrame:
    kind, value = pl.col("kind"), pl.col("value")
    second = pl.col("value2")
    # `1 to 2 million` is 1 million to 2 million.
    shared = ~pl.col("scaled") & pl.col("scaled2") & (second > value)
    factor = 10.0 ** ((second / value).log10().floor() // 3 * 3)
    first = pl.when(shared).then(value * factor).otherwise(value)
    above, below = kind.is_in(["over", "at_least"]), kind.is_in(["under", "at_most"])
    open_ended = pl.col("vague").fill_null(value=False) & second.is_null()
    return read.select(
        "row",
        lower=pl.when(below & ~open_ended).then(None).otherwise(first),
        upper=pl.when(second.is_not_null()).then(second).when(above | open_ended).then(None)
        .otherwise(value),
        lower_inclusive=pl.when(below & ~open_ended).then(None)
        .otherwise(~((kind == "over").fill_null(value=False) | (open_ended & pl.col("many")))),
        upper_inclusive=pl.when(second.is_not_null()).then(pl.lit(value=True))
        .when(above | open_ended).then(None)
        .otherwise((kind != "under").fill_null(value=True)),
        approximate=kind.is_in(_APPROXIMATE).fill_null(value=False)
        | pl.col("nearly").fill_null(value=False) | pl.col("vague").fill_null(value=False),
        measure=pl.when(pl.col("percent").is_not_null()).then(pl.lit("percent"))
        .when(pl.col("share").str.contains("(?i)point")).then(pl.lit("percentage point"))
        .when(pl.col("share").is_not_null()).then(pl.lit("percent"))
        .otherwise("currency"),
        simple=pl.col("hedge").is_null() & pl.col("between").is_null() & second.is_null()
        & ~pl.col("vague").fill_null(value=False) & (value < 1e5),
        ranged=second.is_not_null() & pl.col("between").is_null(),
        least="value",
        lone=second.is_null() & pl.col("number").str.contains(r"^\d+$"),
    ).with_columns(
        upper=pl.when(pl.col("lower").is_null() & pl.col("upper").is_null()).then("least")
        .otherwise("upper")
    )  # fmt: skip
