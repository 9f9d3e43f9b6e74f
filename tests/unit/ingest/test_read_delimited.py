import csv
import io
from collections.abc import Callable

import pytest

from flows.ingest import Batch

ReadAll = Callable[..., Batch]


def reasons(batch: Batch) -> dict[int, str]:
    return dict(batch.rejected.select("record_no", "reason").iter_rows())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(read_bytes: ReadAll, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    rows = [
        ["id", "Title", "text", "date"],
        ["1", "a,b;c|d\te", 'Two\r\nlines, "x".', "2014-08-31"],
    ]
    writer.writerows(rows)
    document = read_bytes("a.csv", out.getvalue()).documents.row(0, named=True)
    assert (document["title"], document["text"]) == ("a,b;c|d\te", 'Two\r\nlines, "x".')
    assert document["published_at"].isoformat() == "2014-08-31T00:00:00+00:00"
    assert document["source_uri"] == "a.csv#1"


def test_one_column_of_prose(read_bytes: ReadAll) -> None:
    batch = read_bytes("a.csv", "text\nA, b, and c.\nD; e.\n")
    assert batch.documents["text"].to_list() == ["A, b, and c.", "D; e."]


def test_bad_rows_cost_no_neighbours(read_bytes: ReadAll) -> None:
    lines = [
        "id,text",
        '1,"Good,\nover two lines."',
        "2,too,many",
        "3",
        "",
        "4,",
        '5,"open to the end',
        "6,Good too.",
        '7,"broken"quote',
        "8,nul \0 inside",
        "9,Last",
    ]
    batch = read_bytes("a.csv", "\n".join(lines))
    assert batch.documents["external_id"].to_list() == ["1", "6", "9"]
    assert batch.documents["text"].to_list()[0] == "Good,\nover two lines."
    assert reasons(batch) == {
        4: "malformed_record",
        5: "malformed_record",
        7: "missing_text",
        8: "malformed_record",
        10: "malformed_record",
        11: "binary",
    }
    details = dict(batch.rejected.select("record_no", "detail").iter_rows())
    assert "line 4 has 3 fields, but the header has 2" in details[4]


def test_an_open_quotation_is_bounded(read_bytes: ReadAll) -> None:
    body = "".join(f"{n},Text of a record that is long enough to count.\n" for n in range(60_000))
    batch = read_bytes("a.csv", f'id,text\nx,"open\n{body}', max_document_chars=1000)
    assert len(batch.documents) == 60_000
    assert reasons(batch) == {2: "malformed_record"}


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        ("", "empty", "no content"),
        ("\n\n", "empty", "no content"),
        ("id,words\n1,A.\n", "no_text_field", "'words'"),
        ("\x89PNG\r\n", "no_text_field", "PNG"),
    ],
)
def test_files_that_are_refused(read_bytes: ReadAll, data: str, reason: str, words: str) -> None:
    batch = read_bytes("a.csv", data)
    assert reasons(batch) == {None: reason}
    assert words in batch.rejected["detail"].item()


def test_a_header_alone_is_no_error(read_bytes: ReadAll) -> None:
    batch = read_bytes("a.csv", "id,text\n")
    assert batch.documents.is_empty()
    assert batch.rejected.is_empty()


def test_latin_1(read_bytes: ReadAll) -> None:
    data = "id,text\n1,plain\n2,L'été à Tikrit où l'armée était\n".encode("latin-1")
    documents = read_bytes("a.csv", data).documents
    assert documents["encoding"].to_list() == ["utf-8", "cp1252?"]
    assert documents["text"].to_list() == ["plain", "L'été à Tikrit où l'armée était"]


def test_utf_16(read_bytes: ReadAll) -> None:
    data = "id,text\r\n1,Überlingen\r\n".encode("utf-16")
    assert read_bytes("a.csv", data).documents["text"].to_list() == ["Überlingen"]
