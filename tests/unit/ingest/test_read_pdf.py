from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from flows.ingest import Batch
from tests.unit.ingest.formats import pdf, scan

ReadAll = Callable[..., Batch]


def text_of(read_bytes: ReadAll, *pages: list[str]) -> str:
    return read_bytes("a.pdf", pdf(*pages)).documents["text"].item()


def test_a_pdf_gives_its_text_and_title_but_no_date(read_bytes: ReadAll) -> None:
    document = read_bytes("a.pdf", pdf(["Iran spoke."], title="On Amerli")).documents
    row = document.row(0, named=True)
    assert (row["text"], row["title"], row["encoding"]) == ("Iran spoke.", "On Amerli", "pdf")
    assert row["published_at"] is row["publisher"] is row["published_basis"] is None


def test_the_file_name_dates_it(read_bytes: ReadAll) -> None:
    document = read_bytes("report-2014-08-31.pdf", pdf(["Iran spoke."])).documents
    assert document["published_at"].item() == datetime(2014, 8, 31, tzinfo=UTC)
    assert document["published_basis"].item() == "file_name"


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - final.doc", "report_v3.docx"])
def test_titles_that_programs_made_up_are_none(read_bytes: ReadAll, title: str) -> None:
    assert read_bytes("a.pdf", pdf(["Iran."], title=title)).documents["title"].item() is None


def test_sentences_go_on_over_lines_and_pages(read_bytes: ReadAll) -> None:
    first = [
        "Iran and the United States helped Iraq at Amerli, where the mili-",
        "tias had broken the siege; the jets of the Americans bombed from above",
        "and the men advanced below.",
        "",
        "Another paragraph begins here, and its last sentence runs over the end of",
    ]
    second = [
        "the page without a stop.",
        "",
        "- A list item stands for itself",
        "- and so does this",
    ]
    assert text_of(read_bytes, first, second).split("\n\n") == [
        "Iran and the United States helped Iraq at Amerli, where the militias had broken the "
        "siege; the jets of the Americans bombed from above and the men advanced below.",
        "Another paragraph begins here, and its last sentence runs over the end of the page "
        "without a stop.",
        "- A list item stands for itself",
        "- and so does this",
    ]


def test_running_heads_and_page_numbers_are_left_out(read_bytes: ReadAll) -> None:
    pages = [
        ["Report on Amerli", "", "The siege", "was long and the men", str(1)],
        ["Report on Amerli", "", "were tired", "when the jets came and", str(2)],
        ["Report on Amerli", "", "bombed", "the road.", str(3)],
    ]
    assert text_of(read_bytes, *pages).split("\n\n") == [
        "Report on Amerli",
        "The siege was long and the men were tired when the jets came and bombed the road.",
    ]


def test_hyphens_of_names_stay(read_bytes: ReadAll) -> None:
    lines = ["The prime minister of Iraq at the time was Haider al-", "Abadi, as everybody knew."]
    assert "Haider al-Abadi" in text_of(read_bytes, lines).replace("al- Abadi", "al-Abadi")


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (b"", "empty", "no content"),
        (b"%PDF-1.4 and nothing more", "malformed_file", "no PDF"),
        (pdf(["Iran spoke."])[:300], "malformed_file", "no PDF"),
        (b"no pdf at all", "malformed_file", "no PDF"),
        (pdf(["Iran spoke."], password="secret"), "encrypted", "password"),
        (scan(), "no_text", "scan"),
        (pdf(["Iran spoke. " * 20] * 10), "too_long", "more than 1,000"),
    ],
)
def test_files_that_are_not_taken(
    read_bytes: ReadAll, data: bytes, reason: str, words: str
) -> None:
    batch = read_bytes("a.pdf", data, max_document_chars=1_000)
    assert batch.documents.is_empty()
    assert batch.rejected["reason"].to_list() == [reason]
    assert words in batch.rejected["detail"].item()
