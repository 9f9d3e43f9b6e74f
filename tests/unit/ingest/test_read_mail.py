from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from flows.ingest import Batch
from tests.unit.ingest.formats import PAGE, PAGE_TEXT, mail, pdf, zipped

ReadAll = Callable[..., Batch]


def test_a_message_is_a_text_with_its_headers(read_bytes: ReadAll) -> None:
    document = read_bytes("m.eml", mail()).documents.row(0, named=True)
    assert document["text"] == "Iran spoke to Iraq.\n"
    assert (document["title"], document["publisher"]) == ("Über Amerli", "Wire One")
    assert document["published_at"] == datetime(2014, 8, 31, 16, tzinfo=UTC)
    assert document["published_basis"] == "mail_header"
    assert document["external_id"] == "<1@wire.example>"
    assert document["source_uri"] == "m.eml"


def test_the_plain_body_is_preferred_and_html_read_as_a_page(read_bytes: ReadAll) -> None:
    assert read_bytes("a.eml", mail(html=PAGE)).documents["text"].item() == "Iran spoke to Iraq.\n"
    blank = read_bytes("b.eml", mail("\n", html=PAGE)).documents.row(0, named=True)
    assert blank["text"] == PAGE_TEXT
    # The header says who sent it and when; the page in it may be quoted from elsewhere.
    assert (blank["title"], blank["publisher"]) == ("Über Amerli", "Wire One")
    assert blank["published_basis"] == "mail_header"


def test_attachments_are_files_in_the_message(read_bytes: ReadAll) -> None:
    attached = [
        ("report.pdf", "application/pdf", pdf(["Turkey spoke."])),
        ("../notes.txt", "text/plain", b"Syria spoke."),
        ("report.pdf", "application/pdf", pdf(["Jordan spoke."])),
        ("more.zip", "application/zip", zipped(("in.txt", "Qatar spoke."))),
        ("table.xlsx", "application/octet-stream", b"PK"),
    ]
    batch = read_bytes("m.eml", mail(attachments=attached))
    texts = dict(batch.documents.select("source_uri", "text").iter_rows())
    assert texts == {
        "m.eml": "Iran spoke to Iraq.\n",
        "m.eml/report.pdf": "Turkey spoke.",
        "m.eml/notes.txt": "Syria spoke.",
        "m.eml/2-report.pdf": "Jordan spoke.",
        "m.eml/more.zip/in.txt": "Qatar spoke.",
    }
    assert batch.rejected.select("source_uri", "reason").rows() == [
        ("m.eml/table.xlsx", "unsupported_format")
    ]
    assert batch.documents["doc_id"].n_unique() == 5


def test_a_declared_charset_is_believed_where_it_fits(read_bytes: ReadAll) -> None:
    head = (
        "From: a@b.example\nContent-Type: text/plain; charset={}\nContent-Transfer-Encoding: 8bit"
    )
    latin = f"{head.format('iso-8859-1')}\n\nDie Männer hörten davon.".encode("latin-1")
    document = read_bytes("a.eml", latin).documents.row(0, named=True)
    assert (document["text"], document["encoding"]) == ("Die Männer hörten davon.", "cp1252")
    assert document["publisher"] == "a@b.example"
    japanese = f"{head.format('iso-2022-jp')}\n\nイラク".encode("iso-2022-jp")
    assert read_bytes("b.eml", japanese).documents["text"].item() == "イラク"


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (b"", ["empty"]),
        (b"no mail at all", ["malformed_file"]),
        (b"From: a@b.example\n\n", ["empty"]),
        (b"From: a@b.example\nContent-Type: image/png\n\nx", ["empty"]),
    ],
)
def test_messages_without_a_text(read_bytes: ReadAll, data: bytes, reasons: list[str]) -> None:
    batch = read_bytes("m.eml", data)
    assert batch.documents.is_empty()
    assert batch.rejected["reason"].to_list() == reasons


BROKEN = """From: =?utf-8?q?Wire?= One <desk@
Date: the day before yesterday
Subject: =?utf-8?b?broken
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain; charset="no such charset"
Content-Transfer-Encoding: base64

SXJhbiBzcG9rZS4
--y--
"""


def test_broken_mime_loses_no_text(read_bytes: ReadAll) -> None:
    batch = read_bytes("m.eml", BROKEN)
    assert batch.documents["text"].item().startswith("Iran spoke.")
    assert batch.documents["published_at"].item() is None
    assert "the day before yesterday" in batch.warnings["detail"].item()


def test_messages_in_messages_end_somewhere(read_bytes: ReadAll) -> None:
    inner = mail("Deepest.")
    for _ in range(6):
        inner = mail("Around.", attachments=[("in.eml", "application/octet-stream", inner)])
    batch = read_bytes("m.eml", inner, max_depth=3)
    assert len(batch.documents) == 3
    # The fourth has a body and an attachment.
    assert batch.rejected["reason"].to_list() == ["too_deep"] * 2
