import gzip
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from flows.ingest import Batch

ReadAll = Callable[..., Batch]


def test_a_text_is_kept_as_it_is(read_bytes: ReadAll) -> None:
    text = "First line.\r\n\n  Überlingen, آمرلي, 𝔄.\n"
    document = read_bytes("a.txt", text).documents.row(0, named=True)
    assert document["text"] == text
    assert document["n_chars"] == len(text)
    assert document["content_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert document["doc_id"] == hashlib.sha256(b"a.txt\0\0").hexdigest()[:16]
    assert (document["source_uri"], document["encoding"]) == ("a.txt", "utf-8")
    assert document["published_at"] is document["published_basis"] is None


def test_front_matter_fills_the_columns_and_stays_in_the_text(read_bytes: ReadAll) -> None:
    head = (
        "---\ntitle: Siege broken\nsource: Wire One\ndate: 2014-08-31 18:00\nlang: en\nid: 7\n---\n"
    )
    document = read_bytes("2013-01-01.md", head + "Body.").documents.row(0, named=True)
    assert document["text"] == head + "Body."
    assert document["body_start"] == len(head)
    assert document["published_at"] == datetime(2014, 8, 31, 18, tzinfo=UTC)
    assert document["published_basis"] == "front_matter"
    columns = ("title", "publisher", "language", "external_id")
    assert [document[c] for c in columns] == ["Siege broken", "Wire One", "en", "7"]


def test_the_file_name_dates_a_text_that_states_no_date(read_bytes: ReadAll) -> None:
    batch = read_bytes("wire-2014-08-31.txt", "---\ndate: lately\n---\nBody.")
    document = batch.documents.row(0, named=True)
    assert document["published_at"] == datetime(2014, 8, 31, tzinfo=UTC)
    assert document["published_basis"] == "file_name"
    assert "`lately`" in batch.warnings["detail"].item()


def test_packed_texts(read_bytes: ReadAll) -> None:
    assert read_bytes("a.txt.gz", gzip.compress(b"Packed.")).documents["text"].item() == "Packed."


@pytest.mark.parametrize(
    ("name", "data", "reason", "words"),
    [
        ("a.txt", b"", "empty", "no content"),
        ("a.txt", b" \r\n\t", "empty", "no text"),
        ("a.txt", b"---\ntitle: A\n---\n \n", "empty", "nothing but front matter"),
        ("a.txt", b"\xef\xbb\xbf", "empty", "no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n123", "binary", "PNG"),
        ("a.txt", b"PK\x03\x04docx", "binary", "ZIP"),
        ("a.txt", b"abc\0def", "binary", "NUL"),
        ("a.txt", b"x" * 1001, "too_long", "1,001 characters; the limit is 1,000"),
        ("a.txt", b"x" * 9000, "too_long", "more than 1,000"),
        ("a.txt.gz", gzip.compress(b"x" * 900, mtime=0)[:-4], "malformed_file", "cut short"),
        ("a.txt.gz", b"not packed", "malformed_file", "gzip"),
        ("a.txt.zst", b"not packed", "malformed_file", "Zstandard"),
        ("a.txt.gz", b"", "empty", "no content"),
    ],
)
def test_files_that_are_no_text(
    read_bytes: ReadAll, name: str, data: bytes, reason: str, words: str
) -> None:
    batch = read_bytes(name, data, max_document_chars=1000)
    assert batch.documents.is_empty()
    assert batch.rejected.row(0)[:4] == (name, None, "read", reason)
    assert words in batch.rejected["detail"].item()
