"""WARC: the pages that a crawler was given, or their plain text (WET)."""

import io
from collections.abc import Iterator
from functools import partial
from typing import Final

from flows.ingest.batch import BadInputError, Batch, Facts, Member, SourceFile, rejection
from flows.ingest.dates import date_in_url, parse_date
from flows.ingest.frames import Broken, Frame, frames
from flows.ingest.names import escape
from flows.ingest.options import ReadOptions
from flows.ingest.parsing import parsed
from flows.ingest.readers.html import host
from flows.ingest.streams import blocks

#: Records that can hold a text; the others tell of the crawl.
_TYPES: Final = frozenset({"response", "resource", "conversion"})
#: Media type -> the name that tells the format.
_NAMES: Final = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.html",
    "text/plain": "page.txt",
    "application/pdf": "page.pdf",
}
_OK: Final = range(200, 300)


def read_warc(file: SourceFile, options: ReadOptions) -> Iterator[Batch | SourceFile]:
    """Each page of the archive as a text of its own, known by the record's id.

    Its address is the one that was asked, its `retrieved_at` the date of the record, which is not
    taken for a date of publication. Pictures, scripts, redirections, errors and what is no answer
    of a server only count as skipped; a record that cannot be read is rejected, and reading goes
    on with the next. Raises BadInputError as `streams.blocks` does, after the records before.
    """
    seen: set[str] = set()
    n_skipped = 0
    n = 0
    for n, frame in enumerate(frames(blocks(file, options.max_file_bytes), options), start=1):
        if isinstance(frame, Broken):
            uri = file._replace(record=escape(frame.record or str(n))).uri
            yield Batch(rejected=rejection(uri, frame.reason, frame.detail))
        elif frame.headers.get("warc-type") not in _TYPES:
            n_skipped += 1
        else:
            page = _page(file, frame, n, seen, options)
            n_skipped += page is None
            if page is not None:
                yield page
    if n == 0:
        raise BadInputError("empty", "The file has no content.")
    if n_skipped:
        yield Batch(n_skipped=n_skipped)


def _page(
    file: SourceFile, frame: Frame, number: int, seen: set[str], options: ReadOptions
) -> Batch | SourceFile | None:
    """The page in a record, or a rejection, or None where it holds nothing to read."""
    record = escape(frame.record or str(number))
    try:
        if record in seen:
            raise BadInputError("duplicate_id", "An earlier record of the file has the same id.")
        reply = parsed("web_archive", frame.data, options, max_bytes=options.max_parsed_bytes)
    except BadInputError as problem:
        uri = file._replace(record=record).uri
        return Batch(rejected=rejection(uri, problem.reason, problem.detail))
    seen.add(record)
    found, (content,) = reply.facts, reply.blobs
    name = _NAMES.get(found["media"] or "")
    if name is None or found["status"] not in _OK or not content.strip():
        return None
    # A page of HTML knows better; nothing else says who published it and when.
    url = None if name == "page.html" else found["url"]
    day = date_in_url(url) if url else None
    facts = Facts(
        url=found["url"],
        external_id=frame.record,
        publisher=host(url),
        published=day.isoformat() if day else None,
        published_basis="url" if day else None,
        retrieved_at=parse_date(found["date"]) if found["date"] else None,
        charset=found["charset"],
    )
    member = Member(name, partial(io.BytesIO, content), facts)
    return file.inside("", member, len(content), record)
