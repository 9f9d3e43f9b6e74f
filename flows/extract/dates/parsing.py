"""Distinct expressions read into the parts of their production: words to numbers, once each."""

import polars as pl

from flows.extract.dates.grammar import Grammar
from flows.extract.numbers import number_words, parse_number
from flows.extract.tokens import WHITE
from flows.lexicon import Lexicon

#: Groups that are words of the class of the same name, read as numbers.
_NUMBERED = ("month", "weekday", "weekday_short", "season", "shift", "narrative_shift", "deixis",
             "decade_word")  # fmt: skip
#: Groups read as the name or code their word stands for.
_NAMED = ("unit", "daypart", "part", "frequency", "present", "past", "future")
_DIGITS = ("year", "year2", "mm", "day", "day2", "hour", "minute", "second", "first", "second_",
           "short")  # fmt: skip
_WORDS = ("the", "ago", "edge", "other", "ampm", "quarter", "half", "zone", "approx")
_COUNTS = ("number", "number2", "ordinal")


def parse(forms: pl.Series, grammar: Grammar, lexicon: Lexicon) -> pl.DataFrame:
    """One row per form with `rule` (String) and every group: Int32 for numbers, Float64 for
    `number` and `number2` (with `vague`, Boolean), String for words; null where it has none.
    """
    texts = forms.alias("form").to_frame().with_row_index("row")
    found = [_empty()]
    for rule, regex in grammar.productions:
        if not texts.height:
            break
        hit = texts.filter(pl.col("form").str.contains(rf"^(?:{regex})$"))
        if hit.height:
            texts = texts.join(hit, on="row", how="anti", maintain_order="left")
            groups = hit.select(
                "row", rule=pl.lit(rule), g=pl.col("form").str.extract_groups(regex)
            )
            found.append(groups.unnest("g"))
    parts = pl.concat(found, how="diagonal").sort("row")
    return _read(parts, lexicon)


def _empty() -> pl.DataFrame:
    names = ("decade", "q", *_NUMBERED, *_NAMED, *_DIGITS, *_WORDS, *_COUNTS)
    return pl.DataFrame(
        schema={"row": pl.UInt32, "rule": pl.String} | dict.fromkeys(names, pl.String)
    )


def _read(parts: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    words = lexicon.time_words
    lower = {name: _plain(name) for name in (*_NUMBERED, *_NAMED)}
    values = {name: _values(words, name) for name in lower}
    values["unit"] |= _values(words, "units")
    read = parts.with_columns(
        *(
            lower[name].replace_strict(values[name], default=None, return_dtype=pl.String)
            for name in lower
        ),
        *(_count(parts, name, lexicon) for name in ("number", "number2")),
        _ordinal(lexicon),
        vague=_vague(parts, lexicon),
        q=pl.col("q").str.slice(1).cast(pl.Int32),
        decade=pl.col("decade").str.extract(r"(\d+)").cast(pl.Int32),
        **{name: pl.col(name).str.to_lowercase() for name in _WORDS},
    )
    hours = {**{str(n): n for n in range(25)}, **_small_numbers(lexicon)}
    return read.with_columns(
        pl.col(*_NUMBERED).cast(pl.Int32),
        pl.col("hour")
        .str.to_lowercase()
        .str.replace(r"^0(\d)", "${1}")
        .replace_strict(hours, default=None, return_dtype=pl.Int32),
        *(pl.col(name).cast(pl.Int32) for name in _DIGITS if name != "hour"),
    )


def _plain(name: str) -> pl.Expr:
    text = pl.col(name).str.to_lowercase().str.strip_chars_end(".")
    return text.str.replace_all(rf"{WHITE}+", " ").alias(name)


def _values(words: pl.DataFrame, kind: str) -> dict[str, str]:
    chosen = words.filter(pl.col("class") == kind)
    return dict(zip(chosen["word"].str.to_lowercase(), chosen["value"], strict=True))


def _count(parts: pl.DataFrame, name: str, lexicon: Lexicon) -> pl.Expr:
    """Numbers, read once per distinct form."""
    words = number_words(lexicon)
    forms = parts[name].drop_nulls().unique().to_list()
    values = {form: _value(form, words) for form in forms}
    return pl.col(name).replace_strict(values, default=None, return_dtype=pl.Float64)


def _value(form: str, words: dict[str, tuple[str, float]]) -> float | None:
    return 1.0 if form.lower() in ("a", "an") else parse_number(form, words).value


def _vague(parts: pl.DataFrame, lexicon: Lexicon) -> pl.Expr:
    words = number_words(lexicon)
    forms = parts["number"].drop_nulls().unique().to_list()
    vague = {form: parse_number(form, words).vague and form.lower() not in ("a", "an")
             for form in forms}  # fmt: skip
    couple = pl.col("number").str.contains("(?i)couple")
    return (
        pl.col("number").replace_strict(vague, default=None, return_dtype=pl.Boolean) & ~couple
    ).alias("vague")


def _ordinal(lexicon: Lexicon) -> pl.Expr:
    kind = pl.col("class") == "ordinal"
    chosen = lexicon.number_words.filter(kind)
    words = dict(zip(chosen["word"], chosen["value"].cast(pl.Float64).cast(pl.Int32), strict=True))
    ordinal = pl.col("ordinal").str.to_lowercase()
    return pl.coalesce(
        ordinal.str.extract(r"^(\d+)").cast(pl.Int32),
        ordinal.replace_strict(words, default=None, return_dtype=pl.Int32),
    ).alias("ordinal")


def _small_numbers(lexicon: Lexicon) -> dict[str, int]:
    words = number_words(lexicon).items()
    return {word: int(value) for word, (kind, value) in words if kind == "one"}
