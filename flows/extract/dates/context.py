"""What the words around an expression say: which are no dates, and which end sooner."""

import numpy as np
import polars as pl

from flows.extract.reading import Reading

_PREPOSITIONS = (
    "in", "on", "since", "by", "until", "till", "from", "to", "of", "between", "before", "after",
    "during", "through", "throughout", "circa", "and", "or", "than", "around", "over", "late",
    "early", "for", "with", "as", "at", "this", "about", "within", "year",
)  # fmt: skip
_STRETCH = ("for", "take", "takes", "took", "taken", "taking", "lasted", "lasts", "last",
            "within", "spent", "spend", "waited", "in", "over", "after", "just", "only")  # fmt: skip
_CURRENCY = ("$", "£", "€", "¥", "no", "number", "flight", "#", "highway", "route", "room", "page")
_FEASTS = ("black", "good", "bloody", "holy", "palm", "ash", "super", "cyber", "easter", "shrove")
_RATE = ("million", "billion", "trillion", "thousand", "hundred", "times", "percent", "cent", "%",
         "dollars", "euros", "pounds", "barrels", "people", "twice", "once", "tons", "tonnes",
         "hours", "days", "minutes")  # fmt: skip
_AGES = ("age", "aged", "ages")
_FIRST_SURE, _LAST_SURE = 1900, 2039


def in_context(read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that are temporal expressions where they stand, some of them cut or of another kind."""
    seen = rows.with_columns(_neighbours(read, rows))
    seen = _without_than(read, seen)
    return seen.filter(~_is_none()).with_columns(_kind()).select(rows.columns)


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


def _without_than(read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """`a month earlier than usual` is a month: it says by how much, not when."""
    cut = (
        (pl.col("rule") == "ago")
        & (pl.col("behind_folded") == "than")
        & pl.col("count").is_not_null()
    ).fill_null(value=False)
    end = read.tokens["end"].to_numpy()[np.maximum(rows["at_last"].to_numpy() - 1, 0)]
    return (
        rows.with_columns(cut=cut)
        .with_columns(
            end=pl.when("cut").then(pl.Series(end)).otherwise("end"),
            at_last=pl.col("at_last") - pl.col("cut").cast(pl.Int64),
            rule=pl.when("cut").then(pl.lit("duration")).otherwise("rule"),
            how=pl.when("cut").then(pl.lit("none")).otherwise("how"),
            kind=pl.when("cut").then(pl.lit("duration")).otherwise("kind"),
        )
        .drop("cut")
    )


def _lone(unit: int) -> pl.Expr:
    """A date of one word."""
    return (
        (pl.col("rule") == "date") & (pl.col("unit") == unit) & (pl.col("at") == pl.col("at_last"))
    )


def _is_none() -> pl.Expr:
    before, behind = pl.col("before_folded"), pl.col("behind_folded")
    rule, surface = pl.col("rule"), pl.col("said")
    prepared = before.is_in(_PREPOSITIONS)
    year = surface.str.extract(r"(\d{4})$").cast(pl.Int32)
    lone_year = (rule == "date") & surface.str.contains(r"^\d{4}$")
    unsure = ~year.is_between(_FIRST_SURE, _LAST_SURE)
    counted = (year % 100 == 0) & (
        pl.col("behind_is_lower") & behind.str.ends_with("s") | (behind == "people")
    )
    not_year = lone_year & (
        before.is_in(_CURRENCY)
        | (unsure & ~prepared)
        | counted
        | behind.is_in(["%", "percent", "km", "people", "men", "soldiers", "troops"])
        | pl.col("before_is_number")
    )
    name_before = pl.col("before_is_capital") & ~pl.col("before_is_common")
    name_behind = pl.col("behind_is_capital") & ~pl.col("behind_is_common") & ~prepared
    lone_month = _lone(3) & surface.str.contains(r"^(?:may|march|april|june|august|jan|mar|dec)$")
    not_month = lone_month & (
        name_before | name_behind | ((surface.is_in(["may", "march"])) & before.is_null())
    )
    not_weekday = _lone(0) & before.is_in(_FEASTS)
    the_unit = (rule == "bare") & surface.str.starts_with("the")
    bare_unit = (rule == "bare") & ~the_unit
    not_bare = (the_unit & ~behind.is_in(["before", "after"])) | (
        bare_unit & ~(before.is_in(_STRETCH) | behind.is_in(["before", "after"]))
    )
    old = (behind == "old") | (behind == "-") & (pl.col("behind2_folded") == "old")
    aged = (pl.col("kind") == "duration") & (old | before.is_in(_AGES))
    share = (pl.col("kind") == "duration") & (pl.col("per") == "quarter") & (behind == "of")
    ordinal = (rule == "duration") & (pl.col("per") == "second") & surface.str.contains("second$")
    past = (rule == "vague") & surface.str.contains(r"^the (?:past|future)$")
    not_past = past & ~before.is_in(["in", "of", "from", "for", "into"])
    then = (rule == "vague") & surface.str.contains("^at ") & (behind == "of")
    nothing = (rule.is_in(["date", "ago"])) & (pl.col("how") == "none") & pl.col("unit").is_null()
    daily = (
        (rule == "set")
        & (pl.col("at") == pl.col("at_last"))
        & pl.col("capital")
    )
    return pl.any_horizontal(
        not_year, not_month, not_weekday, not_bare, aged, share, ordinal, not_past, then, nothing,
        daily & (before.is_not_null()),
        (rule == "years") & pl.col("index2").is_null(),
    ).fill_null(value=False)  # fmt: skip


def _rates() -> pl.Expr:
    single = pl.col("said").str.contains(r"^an? \S+$")
    return (
        (pl.col("rule") == "duration")
        & single
        & (pl.col("before_folded").is_in(_RATE) | pl.col("before_is_number")).fill_null(value=False)
    )


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
