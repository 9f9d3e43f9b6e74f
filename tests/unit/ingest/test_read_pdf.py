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


@pytest.mark.parametrize(
    ("above", "below", "words"),
    [
        ("It was Haider al-", "Abadi who spoke.", "Haider al-Abadi who"),
        ("It was the Iran-", "Iraq war.", "Iran-Iraq war"),
        ("They fear the Iran-", "backed militias.", "Iran-backed militias"),
        ("They fear the Saudi-", "led coalition.", "Saudi-led coalition"),
        ("They fear the US-", "brokered peace.", "US-brokered peace"),
        ("They left rebel-", "held towns.", "rebel-held towns"),
        ("They went to Deir-", "ez-Zor by road.", "to Deir-ez-Zor by"),
        ("A boy, a 10-", "year-old, was hurt.", "a 10-year-old, was"),
        ("In pre-", "and post-war Iraq.", "In pre- and post-war"),
        ("In the winter of 2018\u2013", "19 they left.", "of 2018\u201319 they"),
        ("The Israel\u2013", "Hamas war.", "Israel\u2013Hamas war"),
        ("They paid two thous-", "and men.", "two thousand men"),
        ("The govern-", "ment said so.", "The government said"),
        ("They control-", "led the road.", "controlled the"),
        ("The Afghan-", "istan war.", "Afghanistan war"),
        ("Nobody with-", "held it.", "withheld it"),
    ],
)
def test_hyphens_at_the_end_of_a_line(
    read_bytes: ReadAll, above: str, below: str, words: str
) -> None:
    assert words in text_of(read_bytes, [above, below])
    assert words in text_of(read_bytes, [above], [below])


@pytest.mark.parametrize(
    ("elsewhere", "words"),
    [
        ("The Serbo-croat tongue. ", "Serbo-croat house"),
        ("The Serbocroat tongue. ", "Serbocroat house"),
        ("The tongue. ", "Serbocroat house"),
    ],
)
def test_a_divided_word_is_written_as_elsewhere(
    read_bytes: ReadAll, elsewhere: str, words: str
) -> None:
    assert words in text_of(read_bytes, [elsewhere, "The Serbo-", "croat house."])


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
