"""What the words around an expression say: which are no dates, and which end sooner."""

import numpy as np
import polars as pl

from flows.extract.dates.calendar import CODE
from flows.extract.reading import Reading

_PREPOSITIONS = (
    "in", "on", "since", "by", "until", "till", "from", "to", "of", "between", "before", "after",
    "during", "through", "throughout", "circa", "and", "or", "than", "around", "over", "late",
    "early", "for", "with", "as", "at", "this", "about", "within", "year",
)  # fmt: skip
_STRETCH = (
    "for", "take", "takes", "took", "taken", "taking", "lasted", "lasts", "last",
            "within", "spent", "spend", "waited", "in", "over", "after", "just", "only",
)  # fmt: skip
_LABELS = ("$", "£", "€", "¥", "no", "number", "flight", "#", "highway", "route", "room", "page")
_FEASTS = ("black", "good", "bloody", "holy", "palm", "ash", "super", "cyber", "easter", "shrove")
_RATE = ("million", "billion", "trillion", "thousand", "hundred", "times", "percent", "cent", "%",
         "dollars", "euros", "pounds", "barrels", "people", "twice", "once", "tons", "tonnes",
         "hours", "days", "minutes")  # fmt: skip
#: Words behind `overnight` that it is no adjective to, and words before `dawn` that say the same.
_FUNCTION_WORDS = (
    *_PREPOSITIONS, "but", "while", "when", "that", "which", "near", "against", "into", "onto",
    "the", "a", "an", "his", "her", "its", "their", "outside", "inside", "because", "following",
    "across", "along", "without", "it", "he", "she", "they", "we", "was", "were", "had",
)  # fmt: skip
_UP_TO = ("by", "before", "until", "till", "since", "at", "around", "about")
#: What stands behind a clause, here behind `two days before`.
_CLAUSE_END = (".", ",", ";", ":", "!", "?", ")", '"', "”", "’", "—", "–", "-", "and", "but", "or")
_AGES = ("age", "aged", "ages")
_COUNTED = (
    "%", "percent", "km", "people", "men", "women", "soldiers", "troops", "fighters",
)  # fmt: skip
#: Months that are names or verbs, too.
_NAMES = ("may", "march", "april", "june", "august", "jan", "mar", "dec")
_FIRST_SURE, _LAST_SURE = 1900, 2039


def in_context(read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that are temporal expressions where they stand, some of them cut or of another kind."""
    seen = rows.with_columns(_neighbours(read, rows))
    seen = _without_what_it_leads(read, seen)
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


def _lone(unit: str) -> pl.Expr:
    """A date of one word."""
    alone = pl.col("at") == pl.col("at_last")
    return (pl.col("rule") == "date") & (pl.col("unit") == CODE[unit]) & alone


def _is_none() -> pl.Expr:
    """Whether an expression is no temporal one after all."""
    return _any(
        _no_year(),
        _no_month(),
        _no_weekday(),
        _no_span(),
        _no_duration(),
        _no_reference(),
        _no_turn(),
        _no_set(),
    )


def _no_year() -> pl.Expr:
    """A bare number that counts (`2000 soldiers`) or labels (`No. 2000`), or may be anything."""
    before, behind = pl.col("before_folded"), pl.col("behind_folded")
    year = pl.col("said").str.extract(r"^(\d{4})$").cast(pl.Int32)
    unsure = ~year.is_between(_FIRST_SURE, _LAST_SURE) & ~before.is_in(_PREPOSITIONS)
    plural = pl.col("behind_is_lower") & behind.str.ends_with("s")
    counts = ((year % 100 == 0) & plural) | behind.is_in(_COUNTED)
    labels = before.is_in(_LABELS) | pl.col("before_is_number")
    bare = (pl.col("rule") == "date") & year.is_not_null()
    falling = (pl.col("rule") == "years") & pl.col("index2").is_null()
    return _any(bare & _any(unsure, counts, labels), falling)


def _no_month() -> pl.Expr:
    """Theresa May, June Carter; `March` and `May` as the first word of a sentence."""
    before = pl.col("before_folded")
    named = pl.col("before_is_capital") & ~pl.col("before_is_common")
    name_goes_on = (
        pl.col("behind_is_capital") & ~pl.col("behind_is_common") & ~before.is_in(_PREPOSITIONS)
    )
    opens = pl.col("said").is_in(["may", "march"]) & before.is_null()
    return _lone("month") & pl.col("said").is_in(_NAMES) & _any(named, name_goes_on, opens)


def _no_weekday() -> pl.Expr:
    return _lone("day") & pl.col("before_folded").is_in(_FEASTS)


def _no_span() -> pl.Expr:
    """`the day` and `days` by themselves, unless something is measured by them."""
    before, behind = pl.col("before_folded"), pl.col("behind_folded")
    the_unit = pl.col("said").str.starts_with("the ")
    leads = behind.is_in(["before", "after"]).fill_null(value=False)
    measures = (behind == "of") & pl.col("plural") & ~pl.col("capital")
    leads |= measures.fill_null(value=False)
    stretches = before.is_in(_STRETCH).fill_null(value=False) & ~the_unit
    empty = pl.col("rule").is_in(["date", "ago"]) & (pl.col("how") == "none")
    return _any((pl.col("rule") == "bare") & ~(leads | stretches), empty & pl.col("per").is_null())


def _no_duration() -> pl.Expr:
    """Ages, `three quarters of`, and `one second` where it may be an ordinal."""
    before, behind = pl.col("before_folded"), pl.col("behind_folded")
    old = (behind == "old") | ((behind == "-") & (pl.col("behind2_folded") == "old"))
    aged = (pl.col("kind") == "duration") & _any(old, before.is_in(_AGES))
    share = (pl.col("per") == "quarter") & behind.is_in(["of", "and", "to", "or", "-"])
    ordinal = (pl.col("per") == "second") & ~pl.col("plural")
    clockless = (pl.col("how") == "none") & pl.col("rule").is_in(["duration", "range"])
    return _any(aged, clockless & _any(share, ordinal))


def _no_reference() -> pl.Expr:
    """`the past`, `the future` only behind a preposition; not `at the time of`."""
    whole = pl.col("said").is_in(["the past", "the future"])
    behind = pl.col("before_folded").is_in(["in", "of", "from", "for", "into"])
    cut_short = pl.col("said").str.starts_with("at ") & (pl.col("behind_folded") == "of")
    return (pl.col("rule") == "vague") & _any(whole & ~behind.fill_null(value=False), cut_short)


def _no_turn() -> pl.Expr:
    """Overnight trains, midday prayers: adjectives; the paper Dawn: a name."""
    noun = pl.col("behind_is_lower") & ~pl.col("behind_folded").is_in(_FUNCTION_WORDS)
    alone = (pl.col("at") == pl.col("at_last")) & (pl.col("rule") == "part")
    alone &= ~pl.col("before_folded").is_in(_UP_TO).fill_null(value=False)
    named = pl.col("capital") & pl.col("before_folded").is_not_null()
    return _any(_any(alone, pl.col("rule") == "overnight") & noun, alone & named)


def _no_set() -> pl.Expr:
    """Names: the Daily Mail."""
    alone = (pl.col("at") == pl.col("at_last")) & pl.col("weekday").is_null()
    inside = pl.col("before_folded").is_not_null()
    return (pl.col("rule") == "set") & alone & pl.col("capital") & inside


def _any(*reasons: pl.Expr) -> pl.Expr:
    """Whether any holds; what nobody knows does not."""
    return pl.any_horizontal(*(reason.fill_null(value=False) for reason in reasons))


def _rates() -> pl.Expr:
    """`$5 million a year`: how often, not how long."""
    single = pl.col("said").str.contains(r"^an? \S+$")
    counted = _any(pl.col("before_folded").is_in(_RATE), pl.col("before_is_number"))
    return (pl.col("rule") == "duration") & single & counted


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
