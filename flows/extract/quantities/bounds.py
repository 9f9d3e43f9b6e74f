"""Distinct quantities read into bounds.

`more than 40` is above 40, `at least 40` 40 or more, `up to 40` 40 or less; `nearly 40` is below
40 but approximate; `about 40` is 40, approximate. `hundreds` is more than one hundred, without
upper bound and approximate (and so are dozens, thousands, …); `several hundred` 300 or more.
"""

from collections.abc import Sequence

import polars as pl

from flows.extract.numbers import Number, number_words, parse_number
from flows.extract.productions import Production, groups
from flows.lexicon import Lexicon

_GROUPS = (
    "between", "hedge", "currency_sign", "number", "number2", "percent", "points", "money", "open",
    "share", "share2",
)  # fmt: skip
_SCALED = r"/scale:|^\d.* [bkmt]n? $"
_APPROXIMATE = ("about",)
#: What `or more` behind a number says.
_OPEN = {"more": "at_least", "- plus": "at_least", "+": "at_least", "fewer": "at_most",
         "less": "at_most", "so": "about"}  # fmt: skip
_NEARLY = ("nearly ", "almost ", "close to ")


def bounds(forms: pl.Series, grammar: Sequence[Production], lexicon: Lexicon) -> pl.DataFrame:
    """One row per form that is a quantity: row, lower, upper (Float64), lower_inclusive,
    upper_inclusive, approximate (Boolean), measure (String: per cent or a currency), share
    (Boolean: a fraction), simple (Boolean: one number without hedge or scale), least (Float64, the
    first number).
    """
    parts = groups(forms, grammar, _GROUPS)
    return _bound(_read(parts, lexicon)).filter(
        pl.col("least").is_not_null() & (pl.col("lower") <= pl.col("upper")).fill_null(value=True)
    )


def _read(parts: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    words = number_words(lexicon)
    values = lexicon.quantity_words
    forms = pl.concat([parts["number"], parts["number2"].rename("number")]).drop_nulls().unique()
    numbers = {form: parse_number(form, words) for form in forms.sort().to_list()}
    vague = {form: number.vague for form, number in numbers.items()}
    hedges = dict(
        values.filter(pl.col("class") == "hedge")
        .select(pl.format("{} ", pl.col("word").str.to_lowercase()), "value")
        .iter_rows()
    )
    first, second = pl.col("number"), pl.col("number2")
    hedge = pl.col("hedge").str.replace_all("/[^ ]*", "")
    return parts.with_columns(
        kind=pl.coalesce(
            pl.col("open").replace_strict(_OPEN, default=None, return_dtype=pl.String),
            hedge.replace_strict(hedges, default=None, return_dtype=pl.String),
        ),
        nearly=hedge.is_in(_NEARLY).fill_null(value=False),
        value=pl.coalesce(_number(first, numbers), _fraction("share")),
        value2=pl.coalesce(_number(second, numbers), _fraction("share2")),
        scaled=first.str.contains(_SCALED),
        scaled2=second.str.contains(_SCALED),
        vague=first.replace_strict(vague, default=None, return_dtype=pl.Boolean),
        many=first.str.contains("/many:"),
        currency=pl.coalesce("money", "currency_sign"),
    )


def _number(column: pl.Expr, numbers: dict[str, Number]) -> pl.Expr:
    values = {form: number.value for form, number in numbers.items()}
    return column.replace_strict(values, default=None, return_dtype=pl.Float64)


def _fraction(name: str) -> pl.Expr:
    """Two thirds, a quarter, half."""
    count = pl.col(name).str.extract(r"/one:(\d+)").cast(pl.Float64).fill_null(1.0)
    return count / pl.col(name).str.extract(r"/share:(\d+)").cast(pl.Float64)


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
        .when(pl.col("points").is_not_null()).then(pl.lit("percentage point"))
        .otherwise("currency"),
        share=pl.col("share").is_not_null(),
        simple=pl.all_horizontal(pl.col("hedge", "share", "open", "between").is_null())
        & second.is_null()
        & ~pl.col("vague").fill_null(value=False) & (value < 1e5),
        ranged=second.is_not_null() & pl.col("between").is_null(),
        least="value",
        lone=second.is_null() & pl.col("number").str.contains(r"^\d+ $").fill_null(value=False),
    ).with_columns(
        upper=pl.when(pl.col("lower").is_null() & pl.col("upper").is_null()).then("least")
        .otherwise("upper")
    )  # fmt: skip
