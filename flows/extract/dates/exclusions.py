"""Which expressions are no times where they stand: what the words beside them say.

All expressions read rows of `meaning.mean` with their neighbours (`context`).
"""

from functools import cache

import polars as pl

from flows.extract.dates.calendar import CODE

_PREPOSITIONS = (
    "in", "on", "since", "by", "until", "till", "from", "to", "of", "between", "before", "after",
    "during", "through", "throughout", "circa", "and", "or", "than", "around", "over", "late",
    "early", "for", "with", "as", "at", "this", "about", "within", "year",
)  # fmt: skip
_STRETCH = (
    "for", "take", "takes", "took", "taken", "taking", "lasted", "lasts", "last",
            "within", "spent", "spend", "waited", "in", "over", "after", "just", "only",
)  # fmt: skip
_LABELS = ("$", "£", "€", "¥", "no", "number", "flight", "#", "highway", "route", "room", "page",
           "resolution", "resolutions")  # fmt: skip
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_FEASTS = ("black", "good", "bloody", "holy", "palm", "ash", "super", "cyber", "easter", "shrove")
#: Words behind `overnight` that it is no adjective to, and words before `dawn` that say the same.
_FUNCTION_WORDS = (
    *_PREPOSITIONS, "but", "while", "when", "that", "which", "near", "against", "into", "onto",
    "the", "a", "an", "his", "her", "its", "their", "outside", "inside", "because", "following",
    "across", "along", "without", "it", "he", "she", "they", "we", "was", "were", "had",
)  # fmt: skip
_THE_TURN = r"^the (?:dawn|daybreak|sunrise|noon|midday|midnight|dusk|sunset|nightfall)$"
_UP_TO = ("by", "before", "until", "till", "since", "at", "around", "about")
_AGES = ("age", "aged", "ages")
_OWNERS = ("his", "her", "their", "my", "our", "your", "its")
#: Behind these `the year` is the one spoken of; behind `of`, when it is a part of it.
_WITHIN = ("in", "during", "for", "throughout", "over", "within", "until", "since", "earlier",
           "later", "late", "early", "through", "across", "on")  # fmt: skip
_PORTIONS = ("rest", "remainder", "part", "much", "most", "course", "half", "months", "weeks",
             "days", "quarters", "quarter", "all", "out")  # fmt: skip
_GAMES = ("olympics", "paralympics", "olympic", "games", "universiade", "palace", "park")
_COUNTED = (
    "%", "percent", "km", "people", "men", "women", "soldiers", "troops", "fighters",
)  # fmt: skip
#: Months that are names or verbs, too.
_NAMES = ("may", "march", "april", "june", "august", "jan", "mar", "dec")
_SHORT = ("jan", "mar", "dec")
_MAY_DO = ("i", "we", "he", "she", "they", "it", "you", "be", "have", "not", "also", "god")
_FIRST_SURE, _LAST_SURE = 1900, 2039


def _lone(unit: str) -> pl.Expr:
    """A date of one word."""
    alone = pl.col("at") == pl.col("at_last")
    return (pl.col("rule") == "date") & (pl.col("unit") == CODE[unit]) & alone


@cache
def is_none() -> pl.Expr:
    """Whether an expression is no temporal one after all."""
    return any_of(
        _no_year(),
        _no_decade(),
        _no_month(),
        _no_weekday(),
        _no_season(),
        _no_day(),
        _no_span(),
        _no_duration(),
        _no_reference(),
        _no_turn(),
        _no_set(),
    )


def _no_year() -> pl.Expr:
    """A bare number that counts (`2000 soldiers`) or labels (`No. 2000`, `1540 (2004)`), or may be
    anything.
    """
    before, behind = pl.col("before_folded"), pl.col("behind_folded")
    year = pl.col("said").str.extract(r"^(\d{4})$").cast(pl.Int32)
    unsure = ~year.is_between(_FIRST_SURE, _LAST_SURE) & ~before.is_in(_PREPOSITIONS)
    plural = pl.col("behind_is_lower") & behind.str.ends_with("s")
    # "2000 women", but not "the 2000 women's final".
    owner = (pl.col("behind2_folded") == "'s").fill_null(value=False)
    counts = (((year % 100 == 0) & plural) | behind.is_in(_COUNTED)) & ~owner
    labels = before.is_in(_LABELS) | pl.col("before_is_number") | behind.is_in(_ORDINAL_ENDS)
    cited = (behind == "(") & pl.col("behind2_is_number")
    part = (before == "/") | (behind == "/")
    bare = (pl.col("rule") == "date") & year.is_not_null()
    falling = (pl.col("rule") == "years") & pl.col("index2").is_null()
    return any_of(bare & any_of(unsure, counts, labels, cited, part), falling)


def _no_decade() -> pl.Expr:
    """A man in his 80s."""
    years = pl.col("said").str.contains(r"^(?:\w+ (?:- )?)?\d0 ")
    return (pl.col("rule") == "decade") & years & pl.col("before_folded").is_in(_OWNERS)


def _no_month() -> pl.Expr:
    """Theresa May, June Carter; `March` and `May` as the first word of a sentence; 22. May I; the
    March of Peace; Mar-a-Lago.
    """
    before = pl.col("before_folded")
    named = pl.col("before_is_capital") & ~pl.col("before_is_common")
    name_goes_on = (
        pl.col("behind_is_capital") & ~pl.col("behind_is_common") & ~before.is_in(_PREPOSITIONS)
    )
    opens = pl.col("said").is_in(["may", "march"]) & before.is_null()
    asks = (pl.col("said") == "may") & pl.col("behind_folded").is_in(_MAY_DO)
    marches = (pl.col("said") == "march") & (before == "the") & (pl.col("behind_folded") == "of")
    short = pl.col("said").is_in(_SHORT) & (pl.col("behind_folded") == "-")
    tied = short & ~pl.col("behind2_is_number")
    is_name = any_of(named, name_goes_on, opens, asks, marches, tied)
    return _lone("month") & pl.col("said").is_in(_NAMES) & is_name


def _no_weekday() -> pl.Expr:
    return _lone("day") & pl.col("before_folded").is_in(_FEASTS)


def _no_season() -> pl.Expr:
    """The Summer Olympics; summer floods, a winter storm: only `in summer` is a time."""
    season = pl.col("unit") == CODE["season"]
    games = season & pl.col("behind_folded").is_in(_GAMES)
    bare = (pl.col("rule") == "season") & ~pl.col("said").str.starts_with("the ")
    placed = pl.col("before_folded").is_in(_PREPOSITIONS).fill_null(value=False)
    noun = pl.col("behind_is_lower") & ~pl.col("behind_folded").is_in(_FUNCTION_WORDS)
    capital = pl.col("capital") & pl.col("before_folded").is_not_null()
    return any_of(games, bare & any_of(~placed, noun, capital))


def _no_day() -> pl.Expr:
    """Names: USA Today, Christmas Island, Operation Christmas Drop."""
    titled = pl.col("before_is_capital") & ~pl.col("before_is_common")
    title = pl.col("behind_is_capital") & ~pl.col("behind_is_common")
    today = (pl.col("said") == "today") & pl.col("capital") & titled
    feast = pl.col("said").str.contains(r"^(?:christmas|halloween)$") & any_of(titled, title)
    return any_of(today, feast)


def _no_span() -> pl.Expr:
    """`the day` and `days` by themselves, unless something is measured by them."""
    before, behind = pl.col("before_folded"), pl.col("behind_folded")
    the_unit = pl.col("said").str.starts_with("the ")
    leads = behind.is_in(["before", "after"]).fill_null(value=False)
    measures = (behind == "of") & pl.col("plural") & ~pl.col("capital")
    leads |= measures.fill_null(value=False)
    stretches = before.is_in(_STRETCH).fill_null(value=False) & ~the_unit
    leads |= the_unit & _is_spoken_of()
    # Over the days, the nights of: which ones, or how many, nobody says.
    leads &= ~(pl.col("plural") & before.is_in(["the", "these", "those"]).fill_null(value=False))
    empty = pl.col("rule").is_in(["date", "ago"]) & (pl.col("how") == "none")
    return any_of(
        (pl.col("rule") == "bare") & ~(leads | stretches), empty & pl.col("per").is_null()
    )


def _is_spoken_of() -> pl.Expr:
    """`earlier in the week`, `the rest of the year`, but not `the issue of the day`."""
    before, unit = pl.col("before_folded"), pl.col("per")
    long = unit.is_in(["day", "week", "month", "quarter", "year", "decade", "century"])
    share = (before == "of") & pl.col("before2_folded").is_in(_PORTIONS)
    named = pl.col("behind_is_capital") & ~pl.col("behind_is_common")
    noun = pl.col("behind_is_lower") & ~pl.col("behind_folded").is_in(_FUNCTION_WORDS)
    other = any_of(named, pl.col("behind_is_number"), noun & (unit == "day"))
    return any_of(before.is_in(_WITHIN), share) & long & ~other


def _no_duration() -> pl.Expr:
    """Ages, `three quarters of`, and `one second` where it may be an ordinal."""
    before, behind = pl.col("before_folded"), pl.col("behind_folded")
    old = (behind == "old") | ((behind == "-") & (pl.col("behind2_folded") == "old"))
    ages = before.is_in(_AGES) | ((before == "of") & pl.col("before2_folded").is_in(_AGES))
    aged = (pl.col("kind") == "duration") & any_of(old, ages)
    share = (pl.col("per") == "quarter") & behind.is_in(["of", "and", "to", "or", "-"])
    ordinal = (pl.col("per") == "second") & ~pl.col("plural")
    clockless = (pl.col("how") == "none") & pl.col("rule").is_in(["duration", "range"])
    return any_of(aged, clockless & any_of(share, ordinal))


def _no_reference() -> pl.Expr:
    """`the past`, `the future` only behind a preposition, and nobody's; not `at the time of`."""
    whole = pl.col("said").is_in(["the past", "the future"])
    behind = pl.col("before_folded").is_in(["in", "of", "from", "for", "into"])
    cut_short = pl.col("said").str.starts_with("at ") & (pl.col("behind_folded") == "of")
    owned = whole & (pl.col("behind_folded") == "of")
    alone = whole & ~behind.fill_null(value=False)
    return (pl.col("rule") == "vague") & any_of(alone, owned, cut_short)


def _no_turn() -> pl.Expr:
    """Overnight trains, midday prayers, the midnight deadline: adjectives; the dawn of freedom;
    the paper Dawn: a name.
    """
    noun = pl.col("behind_is_lower") & ~pl.col("behind_folded").is_in(_FUNCTION_WORDS)
    alone = (pl.col("at") == pl.col("at_last")) & (pl.col("rule") == "part")
    alone &= ~pl.col("before_folded").is_in(_UP_TO).fill_null(value=False)
    named = pl.col("capital") & pl.col("before_folded").is_not_null()
    the_turn = (pl.col("rule") == "part") & pl.col("said").str.contains(_THE_TURN)
    opening = the_turn & (pl.col("behind_folded") == "of")
    adjective = any_of(alone, the_turn, pl.col("rule") == "overnight") & noun
    return any_of(adjective, opening, alone & named)


def _no_set() -> pl.Expr:
    """Names: the Daily Mail."""
    alone = (pl.col("at") == pl.col("at_last")) & pl.col("weekday").is_null()
    inside = pl.col("before_folded").is_not_null()
    return (pl.col("rule") == "set") & alone & pl.col("capital") & inside


def any_of(*reasons: pl.Expr) -> pl.Expr:
    """Whether any holds; what nobody knows does not."""
    return pl.any_horizontal(*(reason.fill_null(value=False) for reason in reasons))
