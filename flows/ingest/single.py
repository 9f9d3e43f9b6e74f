"""One extracted or decoded text -> its row of contract Documents."""

import hashlib
from datetime import datetime
from typing import NamedTuple

import polars as pl

from flows.ingest.batch import DOCUMENTS, WARNINGS, BadInputError, Batch, SourceFile
from flows.ingest.dates import date_in_name, parse_date
from flows.ingest.options import ReadOptions


class Text(NamedTuple):
    """A text and what it says of itself.

    `published` are dates as they are written, the best first, each with what they were read from
    (a value of `published_basis`).
    """

    text: str
    encoding: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    external_id: str | None = None
    published: tuple[tuple[str, str], ...] = ()
    body_start: int = 0


def single(file: SourceFile, found: Text, options: ReadOptions) -> Batch:
    """A batch of one text; what its container says of it goes before what it says itself.

    Raises BadInputError `empty` or `too_long`.
    """
    text, known = found.text, file.facts
    if len(text) > options.max_document_chars:
        raise too_long(f"{len(text):,}", options)
    if not text[found.body_start :].strip():
        what = "nothing but front matter" if found.body_start else "no text"
        raise BadInputError("empty", f"The file holds {what}.")
    published_at, basis, warnings = _published(file, found)
    key = f"{file.root}\0{file.path}\0{file.record}".encode()
    row = {
        "doc_id": hashlib.sha256(key).hexdigest()[:16],
        "source_uri": file.uri,
        "root": file.root,
        "path": file.path,
        "external_id": known.external_id or found.external_id,
        "url": known.url or found.url,
        "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": known.title or found.title,
        "publisher": known.publisher or found.publisher,
        "published_at": published_at,
        "published_basis": basis,
        "retrieved_at": known.retrieved_at,
        "language": known.language or found.language,
        "encoding": found.encoding,
        "body_start": found.body_start,
        "text": text,
        "n_chars": len(text),
    }
    return Batch(pl.DataFrame([row], schema=DOCUMENTS), warnings=warnings)


def too_long(length: str, options: ReadOptions) -> BadInputError:
    """The refusal of a text that has `length` characters."""
    return BadInputError(
        "too_long",
        f"The text has {length} characters; the limit is {options.max_document_chars:,}. Split "
        "it or raise max_document_chars.",
    )


def _published(file: SourceFile, found: Text) -> tuple[datetime | None, str | None, pl.DataFrame]:
    """Time stamp, basis and warnings: the first stated date that is one, else the file name's."""
    known = file.facts
    stated = list(found.published)
    if known.published and known.published_basis:
        stated.insert(0, (known.published, known.published_basis))
    warnings = WARNINGS.to_frame()
    for raw, basis in stated:
        value = parse_date(raw)
        if value is not None:
            return value, basis, warnings
    if stated:
        detail = f"`{stated[0][0][:80]}` is no date that could be read (use YYYY-MM-DD)."
        warnings = pl.DataFrame([(file.uri, detail)], schema=WARNINGS, orient="row")
    named = None if file.record else date_in_name(file.name)
    return named, "file_name" if named else None, warnings
