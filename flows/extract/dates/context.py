"""What the words around an expression say: which are no dates, and which end sooner."""

import numpy as np
import polars as pl

from flows.extract.dates.exclusions import any_of, is_none
from flows.extract.reading import Reading

_RATE = ("million", "billion", "trillion", "thousand", "hundred", "times", "percent", "cent", "%",
         "dollars", "euros", "pounds", "barrels", "people", "twice", "once", "tons", "tonnes",
         "hours", "days", "minutes")  # fmt: skip
#: What stands behind a clause, here behind `two days before`.
_CLAUSE_END = (".", ",", ";", ":", "!", "?", ")", '"', "”", "’", "—", "–", "-", "and", "but", "or")


def in_context(read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that are temporal expressions where they stand, some of them cut or of another kind."""
    rows = _without_article(read, rows)
    seen = rows.with_columns(_neighbours(read, rows))
    seen = _without_what_it_leads(read, seen)
    return seen.filter(~is_none()).with_columns(_kind(), _how()).select(rows.columns)


def _neighbours(read: Reading, rows: pl.DataFrame) -> list[pl.Series]:
    """Folded words beside each expression in its sentence, and how they are written."""
    first, last = rows["at"].to_numpy(), rows["at_last"].to_numpy()
    n = len(read.type_of) - 1

    def word(at: np.ndarray, name: str) -> list[pl.Series]:
        inside = (at >= 0) & (at <= n)
        at = np.clip(at, 0, max(n, 0))
        inside &= read.sentence_of[at] == read.sentence_of[first]
        types = read.types.select("folded", "is_capital", "is_common", "is_number", "is_lower")
        beside = types[read.type_of[at]]
        # A place outside the sentence has no word.
        return [
            pl.select(pl.when(pl.Series(inside)).then(column)).to_series().alias(f"{name}_{key}")
            for key, column in beside.to_dict().items()
        ]

    return [
        read.types["is_capital"].gather(read.type_of[first]).alias("capital"),
        *word(first - 1, "before"),
        *word(first - 2, "before2"),
        *word(last + 1, "behind"),
        *word(last + 2, "behind2"),
    ]


def _without_article(read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """`the month-long siege`: the article belongs to what follows."""
    at = rows["at"].to_numpy() + rows["article"].to_numpy()
    start = read.tokens["start"].gather(at)
    return rows.with_columns(at=pl.Series(at), start=start)


def _without_what_it_leads(read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """`a month earlier than usual` is a month: it says by how much, not when; `two days before the
    fall` is two days, and `the day before it fell` a day.
    """
    than = (pl.col("rule") == "ago") & (pl.col("behind_folded") == "than")
    before = pl.col("said").str.ends_with(" before") & ~pl.col("behind_folded").is_in(_CLAUSE_END)
    cut = (than & pl.col("count").is_not_null()) | before
    end = read.tokens["end"].to_numpy()[np.maximum(rows["at_last"].to_numpy() - 1, 0)]
    rows = rows.with_columns(cut=cut.fill_null(value=False), left=pl.Series(end))
    counted = pl.col("cut") & (pl.col("rule") == "ago")
    named = pl.col("cut") & (pl.col("rule") == "before")
    timed = pl.col("daypart").is_not_null()
    rule = pl.when(timed).then(pl.lit("part")).otherwise(pl.lit("bare"))
    return rows.with_columns(
        end=pl.when("cut").then("left").otherwise("end"),
        at_last=pl.col("at_last") - pl.col("cut").cast(pl.Int64),
        behind_folded=pl.when(named).then(pl.lit("before")).otherwise("behind_folded"),
        said=pl.when(named).then(pl.col("said").str.strip_suffix(" before")).otherwise("said"),
        rule=pl.when(counted).then(pl.lit("duration")).when(named).then(rule).otherwise("rule"),
        how=pl.when(counted | (named & ~timed)).then(pl.lit("none")).otherwise("how"),
        kind=pl.when(counted).then(pl.lit("duration")).otherwise("kind"),
        steps=pl.when(named).then(0).otherwise("steps"),
    ).drop("cut", "left")


def _rates() -> pl.Expr:
    """`$5 million a year`: how often, not how long."""
    single = pl.col("said").str.contains(r"^an? \S+$")
    counted = any_of(pl.col("before_folded").is_in(_RATE), pl.col("before_is_number"))
    return (pl.col("rule") == "duration") & single & counted


def _how() -> pl.Expr:
    """`the year` is the one spoken of, `the year before the war` is any."""
    leads = pl.col("behind_folded").is_in(["before", "after"]).fill_null(value=False)
    spoken = (pl.col("rule") == "bare") & pl.col("definite") & ~leads
    return pl.when(spoken).then(pl.lit("shift")).otherwise("how").alias("how")


def _kind() -> pl.Expr:
    finish = (
        (pl.col("rule") == "time")
        & pl.col("clock").str.contains(r":\d\d:")
        & pl.col("before_folded").is_in(["in", "of"])
    ).fill_null(value=False)
    return (
        pl.when(_rates())
        .then(pl.lit("set"))
        .when(finish)
        .then(pl.lit("duration"))
        .otherwise("kind")
        .alias("kind")
    )
