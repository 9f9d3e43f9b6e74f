"""Normal forms after TIMEX3 (ISO 8601 with gaps), for readers and for comparing with gold."""

import polars as pl

from flows.extract.dates.calendar import CODE

_LETTERS = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H", "minute": "M",
            "second": "S", "quarter": "Q", "weekend": "WE"}  # fmt: skip
_CLOCK = ("hour", "minute", "second")
#: Units that TIMEX3 durations write as many of a smaller one.
_TIMES = {"decade": ("Y", 10), "century": ("Y", 100), "fortnight": ("W", 2)}
_SETS = {
    "minute": "XXXX-XX-XXTXX:XX", "hour": "XXXX-XX-XXTXX", "day": "XXXX-XX-XX",
    "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_TO = r"\s*[-–—]\s*|\s+(?:to|and|or|through|until|till)\s+"
#: Parts of the day that are one moment.
_CLOCKS = {"NOON": "12:00", "MIDNIGHT": "24:00"}
_SEASONS = ("SP", "SU", "FA", "WI")


def with_values(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `value`, their normal form; null where there is none."""
    # Four of the branches say how long.
    return (
        rows.with_columns(lasting=_duration())
        .with_columns(
            value=pl.when(pl.col("reference").is_not_null())
            .then("reference")
            .when(pl.col("kind") == "set")
            .then(_set())
            .when((pl.col("rule") == "bare") & pl.col("date_from").is_null())
            .then("lasting")
            .when((pl.col("kind") == "duration") & pl.col("clock").is_not_null())
            .then(_elapsed())
            .when(pl.col("kind") == "duration")
            .then("lasting")
            .when((pl.col("rule") == "ago") & pl.col("date_from").is_null())
            .then("lasting")
            .otherwise(_date() + _time())
        )
        .drop("lasting")
    )


def _date() -> pl.Expr:
    day, index = pl.col("date_from"), pl.col("index")
    ranged = pl.col("day2").is_not_null()
    shapes = {
        "day": day.dt.strftime("%Y-%m-%d"),
        "week": day.dt.strftime("%G-W%V"),
        "weekend": day.dt.strftime("%G-W%V-WE"),
        "month": pl.when(pl.col("day").is_null())
        .then(day.dt.strftime("%Y-%m"))
        .when(ranged)
        .then(pl.format("{}/{}", day, pl.col("date_to")))
        .otherwise(day.dt.strftime("%Y-%m-%d")),
        "quarter": pl.format("{}-Q{}", index // 4, index % 4 + 1),
        "season": pl.format("{}-{}", index // 4, (index % 4).replace_strict(
            dict(enumerate(_SEASONS)), default=None, return_dtype=pl.String)),
        "half": pl.format("{}-H{}", index // 2, index % 2 + 1),
        "year": pl.when(pl.col("index2").is_not_null())
        .then(pl.format("{}/{}", index, pl.col("index2")))
        .otherwise(pl.format("{}", index)),
        "decade": pl.format("{}", index),
        "century": pl.format("{}", index),
    }  # fmt: skip
    known = pl.coalesce(
        *(pl.when(pl.col("unit") == CODE[unit]).then(shape) for unit, shape in shapes.items())
    )
    return pl.when(day.is_not_null()).then(known).otherwise(_open())


def _open() -> pl.Expr:
    """What is known of a date without an anchor: XXXX-08-01, XXXX-WXX-5."""
    two = (pl.col("position") + 1).cast(pl.String).str.zfill(2)
    day = pl.format("-{}", pl.col("day").cast(pl.String).str.zfill(2)).fill_null("")
    month = pl.format("XXXX-{}", two) + day
    season = (pl.col("position")).replace_strict(
        dict(enumerate(_SEASONS)), default=None, return_dtype=pl.String
    )
    by_unit = {
        "month": pl.when(pl.col("position").is_not_null()).then(month).otherwise(pl.lit("XXXX-XX")),
        "season": pl.format("XXXX-{}", season),
        "quarter": pl.format("XXXX-Q{}", pl.col("position") + 1),
        "half": pl.format("XXXX-H{}", pl.col("position") + 1),
        "day": pl.coalesce(pl.format("XXXX-WXX-{}", pl.col("weekday") + 1), pl.lit("XXXX-XX-XX")),
        "week": pl.lit("XXXX-WXX"),
        "weekend": pl.lit("XXXX-WXX-WE"),
        "year": pl.lit("XXXX"),
        "decade": pl.lit("XXX"),
        "century": pl.lit("XX"),
    }
    return pl.coalesce(
        *(pl.when(pl.col("unit") == CODE[unit]).then(shape) for unit, shape in by_unit.items())
    )


def _time() -> pl.Expr:
    daypart = pl.col("daypart").replace(_CLOCKS)
    return pl.coalesce("clock", "T" + daypart, pl.lit(""))


def _elapsed() -> pl.Expr:
    """3:07:35 as a duration: PT3H7M35S."""
    parts = pl.col("clock").str.extract_groups(r"T(\d+):(\d+)(?::(\d+))?")
    whole = [parts.struct.field(str(n)).cast(pl.Int32) for n in (1, 2, 3)]
    return pl.format("PT{}H{}M{}S", *(part.fill_null(0) for part in whole))


def _duration() -> pl.Expr:
    count, per = pl.col("count"), pl.col("per")
    bare = count.is_null() & ((pl.col("rule") == "bare") | pl.col("plural"))
    unknown = pl.col("vague").fill_null(value=False) | bare
    factor = per.replace_strict(
        {unit: times for unit, (_, times) in _TIMES.items()}, default=1, return_dtype=pl.Int32
    )
    letter = per.replace_strict(
        _LETTERS | {unit: letter for unit, (letter, _) in _TIMES.items()},
        default=None, return_dtype=pl.String,
    )  # fmt: skip
    times = count.fill_null(1.0) * factor
    number = (
        pl.when(unknown)
        .then(pl.lit("X"))
        .when(times % 1 == 0)
        .then(times.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(times.cast(pl.String))
    )
    prefix = pl.when(per.is_in(_CLOCK)).then(pl.lit("PT")).otherwise(pl.lit("P"))
    the_unit = (pl.col("rule") == "bare") & pl.col("said").str.starts_with("the ")
    named = per.replace_strict(_SETS, default=None, return_dtype=pl.String)
    second = (count_of := pl.col("count2")).cast(pl.Int64, strict=False).cast(pl.String)
    ranged = pl.format("{}{}{}/{}{}{}", prefix, number, letter, prefix, second, letter)
    return (
        pl.when(the_unit)
        .then(named)
        .when(count_of.is_not_null())
        .then(ranged)
        .otherwise(prefix + number + letter)
    )


def _set() -> pl.Expr:
    """How often: of an every-day set the day, of `every two weeks` P2W."""
    several = pl.col("count").is_not_null() & (pl.col("count") > 1)
    named = pl.col("per").replace_strict(_SETS, default=None, return_dtype=pl.String)
    month = pl.format("XXXX-{}", (pl.col("position") + 1).cast(pl.String).str.zfill(2))
    return (
        pl.when(several)
        .then("lasting")
        .when(pl.col("weekday").is_not_null())
        .then(pl.format("XXXX-WXX-{}", pl.col("weekday") + 1))
        .when(pl.col("daypart").is_not_null())
        .then("XXXX-XX-XXT" + pl.col("daypart"))
        .when((pl.col("unit") == CODE["month"]) & pl.col("per").is_null())
        .then(month)
        .otherwise(named)
    )


def timexes(dates: pl.DataFrame) -> pl.DataFrame:
    """Rows of the contract Dates as TIMEX3 tags them: doc_id, start, end, type, value.

    A range is one row in `dates`, but two tags, one for each end.
    """
    ranged = pl.col("value").str.contains("/")
    ends = pl.col("surface").str.extract_groups(rf"(?s)^(.*?)(?:{_TO})(\S.*)$")
    head, tail = (ends.struct.field(n).str.len_chars().cast(pl.Int32) for n in ("1", "2"))
    tags = dates.select(
        "doc_id", "start", "end",
        pl.col("kind").str.to_uppercase().alias("type"), "value",
        ranged=ranged.fill_null(value=False) & head.is_not_null(), head=head, tail=tail,
    )  # fmt: skip
    value = pl.col("value").str.split("/")
    whole = tags.filter(~pl.col("ranged"))
    two = tags.filter("ranged")
    left = two.with_columns(end=pl.col("start") + pl.col("head"), value=value.list.first())
    right = two.with_columns(start=pl.col("end") - pl.col("tail"), value=value.list.last())
    return pl.concat([whole, left, right]).drop("ranged", "head", "tail").sort("doc_id", "start")
