"""PDF -> the text of its pages as paragraphs, by PDFium."""

import re
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from flows.parsers.hyphens import SOFT, undivided
from flows.parsers.lines import Line, paragraphs
from flows.parsers.wire import Message, Unparsable

#: What PDFium leaves where it undid a hyphenation, and soft hyphens.
_HYPHENS = "\x02\ufffe\u00ad"
_UNDONE = re.compile(rf"(?<=\w)[{_HYPHENS}](?=\w)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe]")
#: Titles that programs put there, not people.
_NO_TITLE = re.compile(
    r"(?i)^(untitled|unnamed|title|document\d*|slide \d+|microsoft word\b.*|.*\.(docx?|rtf|odt|tex|"
    r"dvi|indd|qxd|pptx?|xlsx?|pdf|html?|p65|fm))$"
)


def parse(data: bytes, facts: dict[str, Any]) -> Message:
    """Text and title of a document; `max_chars` in the facts bounds the text.

    Pages and paragraphs are joined into running text: words divided at the end of a line are put
    together, lines of a paragraph are one line, running heads and page numbers are left out. Its
    dates are those of a file, not of a publication, so none is given. Raises Unparsable
    `encrypted`, `malformed_file`, `no_text` or `too_long`.
    """
    document = _open(data)
    pages: list[list[Line]] = []
    n_chars = 0
    for number in range(len(document)):
        lines = _lines(document, number)
        n_chars += sum(len(line.text) for line in lines)
        if n_chars > facts["max_chars"]:
            raise Unparsable(
                "too_long", f"The text has more than {facts['max_chars']:,} characters."
            )
        pages.append(lines)
    if n_chars == 0:
        raise Unparsable(
            "no_text",
            f"None of its pages ({len(pages):,}) holds text: they are pictures, as of a scan. Run "
            "a recognition of characters over it first.",
        )
    text = "\n\n".join(paragraphs(pages))
    title = document.get_metadata_value("Title").strip()
    found = {"title": None if _NO_TITLE.match(title) else undivided([_clean(title)])[0]}
    return Message(found, [text.encode("utf-8", "replace")])


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise Unparsable("encrypted", "It opens with a password only.") from error
        raise Unparsable("malformed_file", f"It is no PDF that can be read ({error}).") from error


def _lines(document: pdfium.PdfDocument, number: int) -> list[Line]:
    """Lines of a page in the order of its content, with where they stand; none of a broken page."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return []
    text = text_page.get_text_range()
    lines, start = [], 0
    for raw in text.split("\r\n"):
        words = _clean(raw)
        if words:
            lines.append(_placed(words, text_page, start, start + len(raw.rstrip()) - 1))
        start += len(raw) + 2
    text_page.close()
    page.close()
    return lines


def _placed(words: str, page: pdfium.PdfTextPage, first: int, last: int) -> Line:
    try:
        left, bottom, _, top = page.get_charbox(_index(page, first), loose=True)
        _, lower, right, upper = page.get_charbox(_index(page, last), loose=True)
    except pdfium.PdfiumError:
        return Line(words, 0, 0, 0, 0, 0)
    return Line(words, left, right, bottom, top - bottom, upper - lower)


def _index(page: pdfium.PdfTextPage, place: int) -> int:
    """Number of a character of the page from its place in the text of the page."""
    return max(pdfium_c.FPDFText_GetCharIndexFromTextIndex(page, place), 0)


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub("", _UNDONE.sub(SOFT, text)).split())
