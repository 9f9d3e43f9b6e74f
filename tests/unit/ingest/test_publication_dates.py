from datetime import UTC, datetime

import polars as pl
import pytest

from flows.ingest.dates import date_in_name, parse_dates


def parse(text: str) -> datetime | None:
    return parse_dates(pl.Series([text])).item()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2014-08-31", (2014, 8, 31)),
        (" 2014-8-1 ", (2014, 8, 1)),
        ("2014/08/31", (2014, 8, 31)),
        ("20140831", (2014, 8, 31)),
        ("20140831T060507Z", (2014, 8, 31, 6, 5, 7)),
        ("2014-08-31 06:05", (2014, 8, 31, 6, 5)),
        ("2014-08-31T06:05:07Z", (2014, 8, 31, 6, 5, 7)),
        ("2014-08-31T06:05:07.25+03:00", (2014, 8, 31, 3, 5, 7, 250000)),
        ("2014-08-31T23:30:00.123456789-0130", (2014, 9, 1, 1, 0, 0, 123456)),
        ("2014-08-31 06:05:07 UTC", (2014, 8, 31, 6, 5, 7)),
        ("Sun, 31 Aug 2014 06:05:07 +0300", (2014, 8, 31, 3, 5, 7)),
        ("31 Aug 2014 06:05:07 GMT", (2014, 8, 31, 6, 5, 7)),
        ("31 August 2014", (2014, 8, 31)),
        ("August 31, 2014", (2014, 8, 31)),
        ("Aug. 31st, 2014", (2014, 8, 31)),
        ("31-Aug-2014", (2014, 8, 31)),
        ("31.8.2014", (2014, 8, 31)),
        ("31. 08. 2014, 06:05:07", (2014, 8, 31, 6, 5, 7)),
        ("08.31.2014", None),
        ("August 31, 2014 | 6:05 pm", (2014, 8, 31, 18, 5)),
        ("August 31, 2014 at 12:05 a.m.", (2014, 8, 31, 0, 5)),
        ("August 31, 2014 12:05 PM PST", (2014, 8, 31, 20, 5)),
        ("Sun Aug 31 06:05:07 CEST 2014", (2014, 8, 31, 4, 5, 7)),
        ("Sun Aug 31 06:05:07 2014", (2014, 8, 31, 6, 5, 7)),
        ("Sun, 31 Aug 2014 06:05:07 EDT", (2014, 8, 31, 10, 5, 7)),
        ("Sun Aug 31 06:05:07 XYZ 2014", None),
        ("1409443200", (2014, 8, 31)),
        ("1409443200.5", (2014, 8, 31)),
        ("1409443200000", (2014, 8, 31)),
        ("2014", None),
        ("2014-08", None),
        ("2014-02-30", None),
        ("2014-08-31T25:00", None),
        ("31/08/2014", None),
        ("0000-01-01", None),
        ("9999-12-31T23:00-05:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(text: str, meant: tuple[int, ...] | None) -> None:
    assert parse(text) == (datetime(*meant, tzinfo=UTC) if meant else None)


def test_every_row_keeps_its_date() -> None:
    raw = pl.Series(["2014-08-31", None, "nonsense", "2014-08-31", "2002-07-01"])
    days = parse_dates(raw).dt.date().cast(pl.String)
    assert days.to_list() == ["2014-08-31", None, None, "2014-08-31", "2002-07-01"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2014-08-31-amerli.txt", 31),
        ("wire_20140831.txt", 31),
        ("20140231 or 20140830.txt", 30),
        ("000_c28c600502cb3c39.txt", None),
        ("1234567890.txt", None),
        ("2014-08.txt", None),
    ],
)
def test_dates_in_file_names(name: str, day: int | None) -> None:
    assert date_in_name(name) == (datetime(2014, 8, day, tzinfo=UTC) if day else None)
