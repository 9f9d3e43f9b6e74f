"""Plain text and Markdown: one text per file, with or without front matter."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

import polars as pl

from flows.ingest.batch import DOCUMENTS, WARNINGS, BadInputError, Batch, SourceFile
from flows.ingest.dates import date_in_name, parse_dates
from flows.ingest.decode import decode
from flows.ingest.front_matter import FrontMatter, front_matter
from flows.ingest.options import ReadOptions
from flows.ingest.streams import blocks


def read_plain(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """The one text of a file, front matter included; `body_start` says where that ends.

    Raises BadInputError for a file that is rejected: `empty`, `binary`, `undecodable`,
    `too_long`, or as `streams.blocks` does.
    """
    text, encoding = decode(_content(file, options))
    if len(text) > options.max_document_chars:
        raise _too_long(f"{len(text):,}", options)
    front = front_matter(text)
    if not text[front.body_start :].strip():
        what = "nothing but front matter" if front.body_start else "no text"
        raise BadInputError("empty", f"The file holds {what}.")
    published_at, basis, warnings = _published(file, front, options)
    key = f"{file.root}\0{file.path}\0".encode()
    raw = text.encode()
    row = {
        "doc_id": hashlib.sha256(key).hexdigest()[:16],
        "source_uri": file.uri,
        "root": file.root,
        "path": file.path,
        "external_id": front.get("id", options),
        "url": front.get("url", options),
        "content_sha256": hashlib.sha256(raw).hexdigest(),
        "title": front.get("title", options),
        "publisher": front.get("publisher", options),
        "published_at": published_at,
        "published_basis": basis,
        "language": front.get("language", options),
        "encoding": encoding,
        "body_start": front.body_start,
        "text": text,
        "n_chars": len(text),
    }
    yield Batch(pl.DataFrame([row], schema=DOCUMENTS), warnings=warnings)


@lru_cache(maxsize=10_000)
def _parse_date(stated: str) -> datetime | None:
    """Parsing a column of one costs 2 ms, and the files of a folder share their dates."""
    return parse_dates(pl.Series([stated])).item()


def _content(file: SourceFile, options: ReadOptions) -> bytes:
    """All bytes, but not many more than a text within the limit can have in any encoding."""
    content = bytearray()
    for block in blocks(file, options.max_file_bytes):
        content += block
        if len(content) > 4 * options.max_document_chars + 4:
            raise _too_long(f"more than {options.max_document_chars:,}", options)
    if not content:
        raise BadInputError("empty", "The file has no content.")
    return bytes(content)


def _too_long(length: str, options: ReadOptions) -> BadInputError:
    return BadInputError(
        "too_long",
        f"The text has {length} characters; the limit is {options.max_document_chars:,}. Split "
        "it or raise max_document_chars.",
    )


def _published(
    file: SourceFile, front: FrontMatter, options: ReadOptions
) -> tuple[datetime | None, str | None, pl.DataFrame]:
    """Time stamp, basis and warnings: the front matter's date, else the one in the file name."""
    stated = front.get("published_at", options)
    warnings = WARNINGS.to_frame()
    if stated is not None:
        value = _parse_date(stated)
        if value is not None:
            return value, "front_matter", warnings
        detail = f"`{stated[:80]}` is no date that could be read (use YYYY-MM-DD)."
        warnings = pl.DataFrame([(file.uri, detail)], schema=WARNINGS, orient="row")
    named = date_in_name(file.location.name)
    return named, "file_name" if named else None, warnings
