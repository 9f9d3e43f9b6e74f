from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.ingest import Batch
from tests.unit.ingest.formats import PAGE, PAGE_TEXT, page

ReadAll = Callable[..., Batch]


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(read_bytes: ReadAll) -> None:
    document = read_bytes("siege.html", PAGE).documents.row(0, named=True)
    assert document["text"] == PAGE_TEXT
    assert document["n_chars"] == len(PAGE_TEXT)
    assert (document["title"], document["publisher"]) == ("Siege broken", "The Wire")
    assert document["url"] == "https://wire.example/world/siege"
    assert (document["language"], document["encoding"]) == ("en", "utf-8")
    assert document["published_at"] == datetime(2014, 8, 31, 16, tzinfo=UTC)
    assert document["published_basis"] == "page"
    assert document["retrieved_at"] is None


BODY = "<p>Iran spoke of 3 March 2011 in Baghdad.</p>"
LINKED = '<script type="application/ld+json">{"@graph": [{"datePublished": "2014-08-30"}]}</script>'
NAMED = '<meta name="headline:date" itemprop="datePublished" content="31 August 2014">'
MICRODATA = '<abbr itemprop="datePublished" title="2014-08-31">Sunday</abbr>'
MICROFORMAT = '<span class="entry published">August 31, 2014</span>'


@pytest.mark.parametrize(
    ("name", "html", "day", "basis"),
    [
        ("a.html", page(BODY), None, None),
        ("2014-08-31.html", page(BODY), 31, "file_name"),
        ("a.html", page(BODY, '<meta name="date" content="lately">'), None, None),
        ("a.html", page(BODY, '<meta name="last-modified" content="2014-08-31">'), None, None),
        ("a.html", page(BODY, '<meta name="DC.date.issued" content="2014-08-31">'), 31, "page"),
        ("a.html", page(BODY, LINKED), 30, "page"),
        ("a.html", page(BODY, LINKED.replace('"}]', '",}]')), 30, "page"),
        ("a.html", page(BODY, NAMED), 31, "page"),
        ("a.html", page(f"{MICRODATA}{BODY}"), 31, "page"),
        ("a.html", page(f"{MICROFORMAT}{BODY}"), 31, "page"),
        ("a.html", page(f"{MICROFORMAT.replace('entry', 'dtstart')}{BODY}"), None, None),
        ("a.html", page(f'<div class="published">2014-08-31, {BODY}</div>'), None, None),
        ("a.html", page(BODY + '<time datetime="2014-08-31">now</time>'), None, None),
        ("a.html", page(BODY + '<time pubdate datetime="2014-08-31">x</time>'), 31, "page"),
        (
            "2014-08-01.html",
            page(BODY, '<link rel="canonical" href="https://a.example/2014/08/31/x">'),
            31,
            "url",
        ),
    ],
)
def test_a_date_is_read_where_the_page_states_it_and_never_in_its_text(
    read_bytes: ReadAll, name: str, html: str, day: int | None, basis: str | None
) -> None:
    document = read_bytes(name, html).documents.row(0, named=True)
    expected = datetime(2014, 8, day, tzinfo=UTC) if day else None
    assert (document["published_at"], document["published_basis"]) == (expected, basis)


def test_without_a_site_name_the_host_is_the_publisher(read_bytes: ReadAll) -> None:
    head = '<link rel="canonical" href="https://www.wire.example/x">'
    assert read_bytes("a.html", page(BODY, head)).documents["publisher"].item() == "wire.example"
    assert read_bytes("b.html", page(BODY)).documents["publisher"].item() is None


TEXT = "<p>Där är det, på ön, där våra vänner står.</p>"


@pytest.mark.parametrize(
    ("html", "encoding"),
    [
        (page(TEXT).encode(), "utf-8"),
        (b"\xef\xbb\xbf" + page(TEXT).encode(), "utf-8-sig"),
        (page(TEXT).encode("utf-16"), "utf-16-le"),
        (page(TEXT, '<meta charset="iso-8859-1">').encode("latin-1"), "cp1252"),
        (page(TEXT, '<meta charset="x-unknown">').encode("latin-1"), "cp1252?"),
        (page(TEXT).encode("latin-1"), "cp1252?"),
        # The label lies: the bytes are UTF-8, or no UTF-8 at all.
        (page(TEXT, '<meta charset="iso-8859-1">').encode(), "utf-8"),
        (page(TEXT, '<meta charset="utf-8">').encode("latin-1"), "cp1252?"),
        (page(TEXT, '<meta charset="mac-roman">').encode("mac-roman"), "mac-roman"),
    ],
)
def test_what_decides_the_encoding(read_bytes: ReadAll, html: bytes, encoding: str) -> None:
    document = read_bytes("a.html", html).documents.row(0, named=True)
    assert document["text"] == "Där är det, på ön, där våra vänner står."
    assert document["encoding"] == encoding


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty"),
        ("  \n", "no_text"),
        (page("<script>go()</script>"), "no_text"),
        ("<html></html>", "no_text"),
        (page("<div>" * 100_000 + "Iran" + "</div>" * 100_000), "too_deep"),
        (page("<p>" + "Iran spoke. " * 20_000), "too_large"),
        (b"%PDF-1.4", "binary"),
        (b"abc\0def", "binary"),
        (page("<p>" + "Iran spoke. " * 200), "too_long"),
    ],
)
def test_pages_that_are_not_taken(read_bytes: ReadAll, html: bytes | str, reason: str) -> None:
    limits = {"max_document_chars": 1_000}
    if reason == "too_large":
        limits["max_parsed_bytes"] = 100_000
    batch = read_bytes("a.html", html, **limits)
    assert batch.documents.is_empty()
    assert batch.rejected["reason"].to_list() == [reason]


def test_a_long_line_costs_no_memory(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "long.html"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert read_all(path).rejected["reason"].item() == "too_large"
