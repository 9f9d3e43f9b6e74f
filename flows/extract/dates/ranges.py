"""Two dates that are the ends of one range: "between March and May 2014", "from June to August".

The first end of a range takes its year from the second before either is anchored; once both are,
they become one row.
"""

import numpy as np
import polars as pl

from flows.categories import DATE_BASES
from flows.extract.dates.calendar import CODE
from flows.extract.reading import Reading

_TO = ("to", "until", "till", "through", "-")
_CYCLES = {CODE["month"]: 12, CODE["season"]: 4, CODE["quarter"]: 4}


def pair_ends(read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `ends` (Boolean: the next row is the other end of a range that begins here); a
    first end without a year is given one before, or of, the second's.
    """
    paired = rows.with_columns(
        ends=pl.Series(_apart_by_a_word(read, rows)) & _can_be_end() & _can_be_end().shift(-1)
    ).with_columns(ends=pl.col("ends").fill_null(value=False))
    # A row in the middle of "from May to June to July" ends only the first range.
    paired = paired.with_columns(ends=pl.col("ends") & ~pl.col("ends").shift(1, fill_value=False))
    next_index, unit = pl.col("index").shift(-1), pl.col("unit")
    cycle = unit.replace_strict(_CYCLES, default=None, return_dtype=pl.Int64)
    takes = (
        pl.col("ends")
        & (pl.col("how") == "cycle")
        & (pl.col("how").shift(-1) == "fixed")
        & (unit == unit.shift(-1))
        & pl.col("direction").is_null()
        & cycle.is_not_null()
    ).fill_null(value=False)
    back = (next_index - pl.col("position")) % cycle
    return paired.with_columns(
        how=pl.when(takes).then(pl.lit("fixed")).otherwise("how"),
        index=pl.when(takes).then(next_index - back).otherwise("index"),
    )


def join_ends(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the ends of ranges made one; ends in the wrong order stay two rows."""
    next_to, next_value = pl.col("date_to").shift(-1), pl.col("value").shift(-1)
    in_order = (pl.col("date_from") <= next_to) & (pl.col("date_to") < next_to)
    unknown = pl.col("date_from").is_null() & pl.col("date_from").shift(-1).is_null()
    joins = pl.col("ends") & (in_order | unknown).fill_null(value=False)
    order = {basis: place for place, basis in enumerate(DATE_BASES)}
    rank = pl.col("basis").replace_strict(order, default=None, return_dtype=pl.Int8)
    weaker = pl.when(rank >= rank.shift(-1)).then("basis").otherwise(pl.col("basis").shift(-1))
    return (
        rows.with_columns(joins=joins)
        .with_columns(
            end=pl.when("joins").then(pl.col("end").shift(-1)).otherwise("end"),
            date_to=pl.when("joins").then(next_to).otherwise("date_to"),
            value=pl.when("joins")
            .then(pl.format("{}/{}", pl.col("value"), next_value))
            .otherwise("value"),
            precision=pl.when("joins").then(pl.lit("range")).otherwise("precision"),
            basis=pl.when("joins").then(weaker).otherwise("basis"),
            anchor=pl.when("joins")
            .then(pl.coalesce("anchor", pl.col("anchor").shift(-1)))
            .otherwise("anchor"),
            swallowed=pl.col("joins").shift(1, fill_value=False),
        )
        .filter(~pl.col("swallowed"))
        .drop("joins", "swallowed", "ends")
    )


def _can_be_end() -> pl.Expr:
    single = pl.col("day2").is_null() & pl.col("index2").is_null()
    return (pl.col("rule") == "date") & (pl.col("kind") == "date") & single


def _apart_by_a_word(read: Reading, rows: pl.DataFrame) -> np.ndarray:
    """For every row, whether only `to` (or `and`, behind a `between`) lies before the next one."""
    if not rows.height:
        return np.zeros(0, dtype=bool)
    of, sentence = read.type_of, read.sentence_of
    first, last = rows["at"].to_numpy(), rows["at_last"].to_numpy()
    apart = np.append(first[1:] - last[:-1] == 2, values=False)
    between = np.minimum(last + 1, len(of) - 1)
    before = np.maximum(first - 1, 0)
    to = read.among(between, _TO)
    both = read.among(between, ("and",)) & read.among(before, ("between",))
    same = np.append(sentence[first[1:]] == sentence[first[:-1]], values=False)
    return apart & same & (to | both)
