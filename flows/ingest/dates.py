"""Dates of publication: columns of strings to UTC time stamps, never by guessing."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import polars as pl

#: Zones by name: those of RFC 5322, and the one that servers in Europe write.
_ZONES: Final = {
    "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600",
    "PST": "-0800", "PDT": "-0700", "CET": "+0100", "CEST": "+0200",
}  # fmt: skip
_ZONE = rf"(?P<zone>Z|UTC|GMT|UT|{'|'.join(_ZONES)}|[+-][0-9]{{2}}:?(?:[0-9]{{2}})?)"
_CLOCK = (
    r"(?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})"
    r"(?::?(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    r"(?:[ ]*(?P<half>[AP])\.?M\b\.?)?"
)
_TIME = rf"(?:[T ,|]+(?:at[ ]+)?{_CLOCK}[ ]*{_ZONE}?(?:[ ]*\([A-Z]+\))?)?$"
_WEEKDAY = r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?[ ]+)?"
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
#: ISO 8601; RFC 2822, and the same without a time; the American order with a month's name; what C
#: and Java print; the order that has dots.
_SHAPES: Final = tuple(
    r"(?i)" + shape
    for shape in (
        rf"^{_YEAR}[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}}){_TIME}",
        rf"^{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_TIME}",
        rf"{_WEEKDAY}{_DAY}[ -]+{_MONTH},?[ -]+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}[ ]+{_DAY},?[ ]+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}[ ]+{_DAY}[ ]+{_CLOCK}[ ]+(?:{_ZONE}[ ]+)?{_YEAR}$",
        rf"^(?P<day>[0-9]{{1,2}})\.[ ]?(?P<month>[0-9]{{1,2}})\.[ ]?{_YEAR}{_TIME}",
    )
)
_NUMBERED: Final = "%Y-%m-%dT%H:%M:%S.%6f"
_NAMED: Final = "%Y-%b-%dT%H:%M:%S.%6f"
_EPOCH: Final = r"^(?P<number>[0-9]{9,10}|[0-9]{12,13})(?:\.[0-9]+)?$"
_IN_NAME: Final = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)-([01]\d)-([0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"),
)
_IN_PATH: Final = re.compile(r"/((?:19|20)\d\d)/([01]\d)/([0-3]\d)(?:/|$)")


def parse_dates(raw: pl.Series) -> pl.Series:
    """UTC microseconds from strings; null where a string is no date of at least a day.

    Read are ISO 8601, RFC 2822, dates with an English month name, `31.8.2014`, and
    runs of 9-10 or 12-13 digits as seconds or milliseconds since 1970. A time without a zone counts
    as UTC. `03/04/2014` is null, for it means two days, and so is `31/08/2014`: if only some dates
    of a site were read, its texts would seem to bunch. Null, too, is a bare year or month.
    """
    rows = raw.alias("raw").to_frame()
    rest = rows.drop_nulls().unique(maintain_order=True)
    found = []
    for groups, stamp in _READINGS:
        if rest.is_empty():
            break
        read = rest.with_columns(groups=groups).select("raw", value=stamp)
        found.append(read.drop_nulls())
        rest = read.filter(pl.col("value").is_null()).select("raw")
    table = pl.concat([_NONE, *found])
    return rows.join(table, on="raw", how="left", maintain_order="left")["value"]


@lru_cache(maxsize=10_000)
def parse_date(stated: str) -> datetime | None:
    """`parse_dates` for one string.

    A column of one costs 2 ms, and the files of a folder share their dates.
    """
    return parse_dates(pl.Series([stated])).item()


def date_in_url(url: str) -> datetime | None:
    """The day, as midnight UTC, where the path of an address holds `/2014/08/31/` or a full date
    as file names do.
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return date_in_name(_IN_PATH.sub(r"/\1-\2-\3/", path, count=1))


def date_in_name(name: str) -> datetime | None:
    """The day, as midnight UTC, where a file name holds `2014-08-31` or else `20140831`."""
    for pattern in _IN_NAME:
        for found in pattern.finditer(name):
            try:
                return datetime(*map(int, found.groups()), tzinfo=UTC)
            except ValueError:
                continue
    return None


def _from_shape(shape: str) -> pl.Expr:
    """Time stamp from column `groups`, which a shape of that kind was matched into."""
    part = pl.col("groups").struct.field
    named = "<name>" in shape
    stamp = pl.format(
        "{}-{}-{}T{}:{}:{}.{}",
        part("year"),
        part("name") if named else part("month").str.zfill(2),
        part("day").str.zfill(2),
        _hour(part("hour"), part("half")),
        part("minute").fill_null("00"),
        part("second").fill_null("00"),
        part("fraction").fill_null("0").str.slice(0, 6).str.pad_end(6, "0"),
    ).str.to_datetime(_NAMED if named else _NUMBERED, time_unit="us", strict=False)
    return _in_range(stamp - pl.duration(minutes=_zone_minutes(part("zone"))))


def _hour(hour: pl.Expr, half: pl.Expr) -> pl.Expr:
    """Two digits; 12 at night is 0, and 12 at noon is 12."""
    number = hour.fill_null("0").cast(pl.Int8)
    after_noon = pl.when(half.str.to_uppercase() == "P").then(12).otherwise(0)
    return (
        pl.when(half.is_null())
        .then(number)
        .otherwise(number % 12 + after_noon)
        .cast(pl.String)
        .str.zfill(2)
    )


def _zone_minutes(name: pl.Expr) -> pl.Expr:
    zone = name.str.to_uppercase().replace(_ZONES)
    digits = zone.str.replace_all("[^0-9]", "").str.pad_end(4, "0")
    hours, minutes = (digits.str.slice(at, 2).cast(pl.Int64, strict=False) for at in (0, 2))
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    return (sign * (hours * 60 + minutes)).fill_null(0)


def _from_epoch() -> pl.Expr:
    number = pl.col("groups").struct.field("number")
    factor = pl.when(number.str.len_bytes() > 10).then(1_000).otherwise(1_000_000)
    return _in_range((number.cast(pl.Int64) * factor).cast(pl.Datetime("us")))


def _in_range(stamp: pl.Expr) -> pl.Expr:
    """Only years that every consumer of the tables can hold."""
    valid = stamp.dt.year().is_between(1, 9999)
    return pl.when(valid).then(stamp).dt.replace_time_zone("UTC")


def _matched(shape: str) -> pl.Expr:
    return pl.col("raw").str.strip_chars().str.extract_groups(shape)


#: How a date may be read, the most usual way first: what to match, what to make of it.
_READINGS: Final = (
    *((_matched(shape), _from_shape(shape)) for shape in _SHAPES),
    (_matched(_EPOCH), _from_epoch()),
)
_NONE: Final = pl.DataFrame(schema={"raw": pl.String, "value": pl.Datetime("us", "UTC")})
