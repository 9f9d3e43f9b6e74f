import gzip
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fastwarc import WarcRecordType

from flows.ingest import Batch
from tests.unit.ingest.formats import PAGE, PAGE_TEXT, of_length, page, pdf, record, warc_gz

ReadAll = Callable[..., Batch]


def test_a_page_has_the_address_and_the_time_of_its_record(read_bytes: ReadAll) -> None:
    archive = warc_gz(record("http://a.example/siege", PAGE))
    document = read_bytes("crawl.warc.gz", archive).documents.row(0, named=True)
    assert document["text"] == PAGE_TEXT
    assert document["url"] == "http://a.example/siege"
    assert document["retrieved_at"] == datetime(2014, 9, 30, 10, tzinfo=UTC)
    assert document["published_at"] == datetime(2014, 8, 31, 16, tzinfo=UTC)
    assert document["publisher"] == "The Wire"
    number = "urn:uuid:00000000-0000-0000-0000-000000000001"
    assert document["external_id"] == number
    assert document["source_uri"] == f"crawl.warc.gz#{number}"


def test_a_crawl_date_is_no_date_of_publication(read_bytes: ReadAll) -> None:
    archive = record("http://www.a.example/x", page("<p>Iran spoke.</p>"))
    document = read_bytes("2014-08-31.warc", archive).documents.row(0, named=True)
    assert document["published_at"] is None
    assert document["publisher"] == "a.example"


def test_what_is_no_page_is_skipped_and_other_texts_are_read(read_bytes: ReadAll) -> None:
    records = [
        record("http://a.example/1", PAGE, number=1),
        record("http://a.example/2", "GIF", "image/gif", number=2),
        record("http://a.example/3", PAGE, number=3, status="404 Not Found"),
        record("http://a.example/4", "GET /", number=4, kind=WarcRecordType.request),
        record("http://a.example/2014/08/31/5", "Iran spoke.", "text/plain", number=5),
        record("http://a.example/6", pdf(["Turkey spoke."]), "application/pdf", number=6),
        record("http://a.example/7", gzip.compress(PAGE.encode()), number=7, coding="gzip"),
    ]
    batch = read_bytes("crawl.warc", b"".join(records))
    assert batch.documents["text"].to_list() == [
        PAGE_TEXT,
        "Iran spoke.",
        "Turkey spoke.",
        PAGE_TEXT,
    ]
    assert batch.documents["published_basis"].to_list() == ["page", "url", None, "page"]
    assert batch.rejected.is_empty()
    assert batch.n_skipped == 3


@pytest.mark.parametrize("change", [-40, -1, 40, 10_000, 10**12, -(10**6)])
def test_a_wrong_length_costs_its_record_only(read_bytes: ReadAll, change: int) -> None:
    records = [record(f"http://a.example/{n}", PAGE, number=n) for n in range(1, 5)]
    records[1] = of_length(records[1], change)
    batch = read_bytes("crawl.warc", b"".join(records))
    assert batch.documents["url"].str.slice(-1).to_list() == ["1", "3", "4"]
    (rejected,) = batch.rejected.rows(named=True)
    assert rejected["reason"] in {"malformed_record", "too_large"}


def test_a_bomb_in_a_record_is_not_unpacked(read_bytes: ReadAll) -> None:
    bomb = record("http://a.example/1", gzip.compress(bytes(10**7)), number=1, coding="gzip")
    good = record("http://a.example/2", PAGE, number=2)
    batch = read_bytes("crawl.warc.gz", warc_gz(bomb, good), max_parsed_bytes=10**6)
    assert batch.documents["url"].to_list() == ["http://a.example/2"]
    assert batch.rejected["reason"].to_list() == ["too_large"]


def test_what_stands_before_damage_is_kept(read_bytes: ReadAll) -> None:
    archive = warc_gz(*(record(f"http://a.example/{n}", PAGE, number=n) for n in (1, 2)))
    batch = read_bytes("crawl.warc.gz", archive[:-30])
    assert batch.documents["url"].to_list() == ["http://a.example/1"]
    assert batch.rejected.select("source_uri", "reason").rows() == [
        ("crawl.warc.gz", "malformed_file")
    ]


def test_the_charset_of_the_server_counts_before_that_of_the_page(read_bytes: ReadAll) -> None:
    html = page("<p>Die Männer hörten davon überall.</p>", '<meta charset="mac-roman">')
    archive = record("http://a.example/1", html.encode("latin-1"), "text/html; charset=latin1")
    document = read_bytes("crawl.warc", archive).documents.row(0, named=True)
    assert document["text"] == "Die Männer hörten davon überall."
    assert document["encoding"] == "cp1252"


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (b"", ["empty"]),
        (b"hello\n" * 100, ["malformed_record"]),
        (b"WARC/1.0\r\n\r\n", ["malformed_record"]),
        (record("http://a.example/1", PAGE)[:-50], ["malformed_record"]),
        (record("http://a.example/1", PAGE) * 2, ["duplicate_id"]),
    ],
)
def test_archives_that_are_broken(read_bytes: ReadAll, data: bytes, reasons: list[str]) -> None:
    assert read_bytes("crawl.warc", data).rejected["reason"].to_list() == reasons
