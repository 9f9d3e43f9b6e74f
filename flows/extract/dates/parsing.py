"""Distinct expressions read into the parts of their production: codes to numbers, once each."""

from collections.abc import Sequence

import polars as pl

from flows.extract.numbers import number_words, parse_number
from flows.extract.productions import Production, groups
from flows.lexicon import Lexicon

_INTEGERS = (
    "month", "weekday", "weekday_short", "weekdays", "season", "shift", "narrative_shift", "deixis",
    "decade_word", "decade", "q", "year", "year2", "mm", "day", "day2", "hour", "minute", "second",
    "first", "other_first", "short", "ordinal", "nth", "one", "follows", "that", "lasts",
)  # fmt: skip
_STRINGS = (
    "unit", "units", "daypart", "part", "when", "frequency", "present", "past", "future",
    "present_phrase", "past_phrase", "future_phrase", "the", "ago", "edge", "ampm", "quarter",
    "half", "zone", "tens", "of", "of_day", "feast", "sooner", "latter", "plus", "quarters",
    "article", "number", "number2",
)  # fmt: skip
#: Month and day of feasts that have the same one every year.
_FEASTS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
    "new year 's day": (1, 1), "new year 's eve": (12, 31), "halloween": (10, 31),
    "boxing day": (12, 26), "valentine 's day": (2, 14),
}  # fmt: skip
_PARTS = {"early": "start", "earlier": "start", "mid": "mid", "late": "end", "later": "end"}


def parse(forms: pl.Series, grammar: Sequence[Production], lexicon: Lexicon) -> pl.DataFrame:
    """One row per form that is an expression: `row`, `rule`, `said` (the words, String), and every
    group of the grammar: Int32 for numbers, Float64 for `number` and `number2` (with `vague`,
    Boolean), String for words; null where it has none.
    """
    parts = groups(forms, grammar, (*_INTEGERS, *_STRINGS))
    return _read(parts, lexicon)


def _read(parts: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    words = number_words(lexicon)
    texts = pl.concat([parts["number"], parts["number2"].alias("number")]).drop_nulls().unique()
    numbers = {text: parse_number(text, words) for text in texts.sort().to_list()}
    values = {text: number.value for text, number in numbers.items()}
    vague = {text: number.vague for text, number in numbers.items()}
    integers = parts.with_columns(pl.col(_INTEGERS).cast(pl.Int32))
    return integers.with_columns(
        _count(values),
        pl.col("number2").replace_strict(values, default=None, return_dtype=pl.Float64),
        vague=pl.col("number").replace_strict(vague, default=None, return_dtype=pl.Boolean),
        said=_words("form"),
        mm=pl.coalesce("mm", _of_feast(0)),
        day=pl.coalesce("day", _of_feast(1)),
        narrative_shift=pl.coalesce("narrative_shift", "follows", "that"),
        shift=pl.coalesce("shift", "lasts"),
        ordinal=pl.coalesce(
            pl.col("ordinal") + 20 * pl.col("tens").is_not_null().cast(pl.Int32), "nth"
        ),
        part=pl.coalesce(
            "part",
            pl.col("when").replace_strict(_PARTS, default=None, return_dtype=pl.String),
            pl.when(pl.col("sooner").is_not_null()).then(pl.lit("start")),
            pl.when(pl.col("latter").is_not_null()).then(pl.lit("end")),
        ),
        weekday=pl.coalesce("weekday", "weekday_short", "weekdays"),
        hour=pl.coalesce("hour", "one"),
        daypart=pl.when(pl.col("rule") == "overnight")
        .then(pl.lit("NI"))
        .otherwise(pl.coalesce("daypart", "of_day")),
        unit=pl.coalesce("unit", "units"),
        plural=pl.col("units").is_not_null(),
    )


def _words(group: str) -> pl.Expr:
    """Words in code as they are read."""
    return pl.col(group).str.replace_all("/[^ ]*", "").str.strip_chars_end(" ")


def _of_feast(place: int) -> pl.Expr:
    days = {feast: day[place] for feast, day in _FEASTS.items()}
    return _words("feast").replace_strict(days, default=None, return_dtype=pl.Int32)


def _count(values: dict[str, float | None]) -> pl.Expr:
    """How many: a year and a half 1.5, a quarter of a century 0.25, a half-century 0.5."""
    number = pl.col("number").replace_strict(values, default=None, return_dtype=pl.Float64)
    three = pl.col("quarters").str.starts_with("three")
    return (
        pl.when(pl.col("quarters").is_not_null())
        .then(pl.when(three).then(0.75).otherwise(0.25))
        .when(pl.col("half") == "half")
        .then(0.5)
        .when(pl.col("plus").is_not_null())
        .then(number + 0.5)
        .otherwise(number)
        .alias("number")
    )
