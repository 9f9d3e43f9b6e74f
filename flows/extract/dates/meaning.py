"""What each distinct expression means before it is anchored in a document.

| column | type | meaning |
|---|---|---|
| kind | String | date, time, duration or set (TIMEX3) |
| how | String | fixed: `index` is known; cycle: `position` in the next larger unit, nearest to |
|  |  | the anchor; within: `position` in the larger unit `steps` away from the anchor's; |
|  |  | shift: `steps` units away from the anchor; span: `count` units up to it, or from it; none |
| unit | UInt8 | code of a calendar unit (`calendar.UNITS`) |
| index, position, steps | Int64 | see `how` |
| direction | Int8 | cycle: -1 before the anchor, 1 after it, null as the tense says |
| narrative | Boolean | the anchor is the date spoken of last, not the document's |
| definite | Boolean | the anchor is the date spoken of in the sentence, else the document's |
| day, day2, index2 | Int64 | days of the month; the second year of a range |
| first, second | Int32 | of a date that may be month/day or day/month |
| part | String | start, mid or end of the period |
| daypart, clock | String | part of the day (TIMEX3 code), or time of day as ISO 8601 has it |
| count, count2, per | Float64, Float64, String | of durations and sets: so many units |
| vague | Boolean | nobody can say how many |
| reference | String | PRESENT_REF, PAST_REF, FUTURE_REF |
| article | Boolean | it begins with an article that belongs to what follows |
| rule | String | the production |
"""

import polars as pl

from flows.extract.dates.calendar import CODE, UNITS
from flows.extract.dates.clock import clock

_DATE, _TIME, _DURATION, _SET = "date", "time", "duration", "set"
_DURATIONS = ("span", "range", "duration", "bare")
_CENTURY_TURN = 50


def mean(parts: pl.DataFrame) -> pl.DataFrame:
    """Meanings of parsed expressions (`parsing.parse`), row for row."""
    base = parts.with_columns(
        pl.coalesce("month", "mm").alias("month"),
        pl.when(pl.col("quarter").is_not_null()).then("ordinal").otherwise("q").alias("quarter"),
        pl.when(pl.col("half") == "first").then(1)
        .when(pl.col("half").is_in(["second", "latter"])).then(2)
        .alias("half"),
        turn=pl.coalesce("shift", "narrative_shift"),
        decade=_decade(),
        year=_year(),
        reference=_reference(),
    )  # fmt: skip
    base = base.with_columns(base_unit=_base_unit()).with_columns(how=_how())
    return base.select(
        "row",
        "rule",
        "how",
        "reference",
        "part",
        "vague",
        kind=_kind(),
        unit=pl.col("base_unit").replace_strict(CODE, default=0, return_dtype=pl.UInt8),
        index=_index().cast(pl.Int64),
        position=_position().cast(pl.Int64),
        steps=_steps().cast(pl.Int64),
        direction=pl.when(pl.col("turn") != 0).then("turn").cast(pl.Int8),
        narrative=_narrative(),
        definite=_definite(),
        day=pl.col("day").cast(pl.Int64),
        day2=pl.col("day2").cast(pl.Int64),
        index2=_second_year().cast(pl.Int64),
        first="first",
        second="other_first",
        daypart="daypart",
        clock=clock(),
        count="number",
        count2="number2",
        per=pl.coalesce("unit", "frequency"),
        weekday="weekday",
        said="said",
        plural="plural",
        article=pl.col("article").is_not_null(),
    )


def _reference() -> pl.Expr:
    phrases = {name: f"{name}_phrase" for name in ("present", "past", "future")}
    return pl.coalesce(
        *phrases,
        *(
            pl.when(pl.col(phrase).is_not_null()).then(pl.lit(f"{name.upper()}_REF"))
            for name, phrase in phrases.items()
        ),
    )


def _year() -> pl.Expr:
    short = pl.col("short")
    full = pl.when(short >= 100).then(short).when(short >= _CENTURY_TURN).then(short + 1900)
    return pl.coalesce("year", full.otherwise(short + 2000))


def _decade() -> pl.Expr:
    """First year of a decade; one without its century is of the last hundred years or so."""
    given = pl.coalesce(pl.col("decade"), pl.col("decade_word") * 10)
    return pl.when(given >= 100).then(given).when(given >= 20).then(given + 1900)


def _base_unit() -> pl.Expr:
    names = ("month", "season", "quarter", "half", "decade", "weekday", "deixis", "year")
    has = {name: pl.col(name).is_not_null() for name in names}
    timed = pl.col("hour").is_not_null() | pl.col("daypart").is_not_null()
    chain = pl.when(pl.col("rule") == "century").then(pl.lit("century"))
    for name in ("month", "season", "quarter", "half", "decade"):
        chain = chain.when(has[name]).then(pl.lit(name))
    return (
        chain.when(has["weekday"] | has["deixis"] | timed)
        .then(pl.lit("day"))
        .when(has["year"] & pl.col("unit").is_null())
        .then(pl.lit("year"))
        .when(pl.col("unit").is_in(UNITS))
        .then("unit")
    )


def _how() -> pl.Expr:
    unit, rule = pl.col("base_unit"), pl.col("rule")
    spoken = pl.col("turn").is_not_null()
    named = ("month", "season", "quarter", "half", "weekday")
    cyclic = pl.any_horizontal(pl.col(name).is_not_null() for name in named)
    known = pl.col("year").is_not_null() | pl.col("decade").is_not_null()
    known |= pl.col("rule") == "century"
    timed = pl.col("hour").is_not_null() | pl.col("daypart").is_not_null()
    return (
        pl.when(rule.is_in(["set", "duration", "range", "bare", "vague"]))
        .then(pl.lit("none"))
        .when(rule == "span")
        .then(pl.when(pl.col("turn") != 0).then(pl.lit("span")).otherwise(pl.lit("none")))
        .when(rule == "slashed")
        .then(pl.lit("slashed"))
        .when(known)
        .then(pl.lit("fixed"))
        .when(rule == "in_year")
        .then(pl.lit("within"))
        .when(
            (pl.col("quarter").is_not_null() | (pl.col("half").is_not_null()))
            & (spoken | (unit == "half"))
        )
        .then(pl.lit("within"))
        .when(cyclic & (pl.col("turn") == 0))
        .then(pl.lit("within"))
        .when(cyclic)
        .then(pl.lit("cycle"))
        .when((rule == "ago") & (pl.col("vague") | pl.col("number").is_null()))
        .then(pl.lit("none"))
        .when(unit.is_not_null() | timed)
        .then(pl.lit("shift"))
        .otherwise(pl.lit("none"))
    )


def _kind() -> pl.Expr:
    rule = pl.col("rule")
    timed = pl.col("hour").is_not_null() | pl.col("daypart").is_not_null()
    return (
        pl.when((rule == "set") | pl.col("frequency").is_not_null())
        .then(pl.lit(_SET))
        .when(rule.is_in(_DURATIONS) & ~((rule == "bare") & pl.col("the").is_not_null()))
        .then(pl.lit(_DURATION))
        .when(timed)
        .then(pl.lit(_TIME))
        .otherwise(pl.lit(_DATE))
    )


def _index() -> pl.Expr:
    year = pl.col("year")
    of_year = {
        "month": year * 12 + pl.col("month") - 1,
        "season": year * 4 + pl.col("season"),
        "quarter": year * 4 + pl.col("quarter") - 1,
        "half": year * 2 + pl.col("half") - 1,
        "year": year,
        "decade": pl.col("decade") // 10,
        "century": pl.col("ordinal") - 1,
    }
    return _by_unit(of_year)


def _position() -> pl.Expr:
    return _by_unit(
        {
            "month": pl.col("month") - 1,
            "season": pl.col("season"),
            "quarter": pl.col("quarter") - 1,
            "half": pl.col("half") - 1,
            "day": pl.col("weekday"),
        }
    )


def _by_unit(of_unit: dict[str, pl.Expr]) -> pl.Expr:
    return pl.coalesce(
        *(pl.when(pl.col("base_unit") == unit).then(expr) for unit, expr in of_unit.items())
    )


def _steps() -> pl.Expr:
    """So many units on; "the day before yesterday" goes the way of yesterday twice."""
    sign = pl.when(pl.col("ago") == "later").then(1).otherwise(-1)
    whole = pl.col("number").is_not_null() & (pl.col("number") % 1 == 0)
    # "last night" and "overnight" are yesterday's, "this morning" today's.
    return (
        pl.when(pl.col("ago").is_not_null())
        .then(pl.when(whole).then(sign * pl.col("number")))
        .when(pl.col("rule").is_in(["before", "year_ago"]))
        .then(-1)
        .when(pl.col("rule") == "beyond")
        .then(2 * pl.col("deixis"))
        .otherwise(pl.coalesce("deixis", "turn", 0))
    )


def _narrative() -> pl.Expr:
    """Against the date spoken of last: "the next day", "two days later", "that year"."""
    the_next = pl.col("said").str.contains(r"\bthe next\b") & (pl.col("rule") != "span")
    timed = pl.col("hour").is_not_null() & pl.col("weekday").is_null() & pl.col("deixis").is_null()
    the_part = (
        (pl.col("rule") == "part")
        & pl.col("turn").is_null()
        & pl.col("weekday").is_null()
        & pl.col("deixis").is_null()
        & pl.col("month").is_null()
    )
    return (
        pl.col("narrative_shift").is_not_null()
        | pl.col("ago").is_in(["later", "earlier", "before"])
        | (pl.col("rule") == "before")
        | the_next
        | timed
        | the_part
        | _definite()
    ).fill_null(value=False)


def _definite() -> pl.Expr:
    """`the year`, `the end of the week`: the one its sentence speaks of, else the text's."""
    bare = (pl.col("rule") == "bare") & pl.col("the").is_not_null()
    edge = (pl.col("rule") == "date") & pl.col("part").is_not_null()
    unturned = pl.all_horizontal(pl.col("turn", "deixis", "year", "month").is_null())
    return (bare | edge) & pl.col("unit").is_not_null() & unturned


def _second_year() -> pl.Expr:
    year, second = pl.col("year"), pl.col("year2")
    full = pl.when(second < 100).then(year // 100 * 100 + second).otherwise(second)
    return pl.when(full > year).then(full)
