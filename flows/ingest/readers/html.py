"""HTML: the main text of a page, and what its metadata say."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from flows.ingest.batch import Batch, SourceFile
from flows.ingest.dates import date_in_url
from flows.ingest.decode import decode
from flows.ingest.options import ReadOptions
from flows.ingest.parsing import parsed
from flows.ingest.single import Text, single
from flows.ingest.streams import whole

#: Bytes in which a page must say its encoding; browsers look at 1,024, old pages need more.
_HEAD: Final = 4_096
_CHARSET: Final = re.compile(
    rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=["']([\w.:-]+)"""
)


def read_html(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """The main text of one page, in one batch.

    The publisher is the site's name as the page states it, else the host of its address; the date
    is that of the page's metadata (`page`), else one in its address (`url`). Raises BadInputError
    as `streams.whole`, `decode` and the parser do.
    """
    data = whole(file, options.max_parsed_bytes)
    text, encoding = decode(data, file.facts.charset or _declared(data))
    reply = parsed("html", text.encode(), options, url=file.facts.url)
    found = reply.facts
    url = file.facts.url or found["url"]
    published = [(date, "page") for date in found["dates"]]
    if url and (day := date_in_url(url)):
        published.append((day.isoformat(), "url"))
    page = Text(
        reply.blobs[0].decode(),
        encoding,
        title=found["title"] or None,
        publisher=found["publisher"] or host(url),
        url=url,
        language=found["language"] or None,
        published=tuple(published),
    )
    yield single(file, page, options)


def host(url: str | None) -> str | None:
    """The host of an address, without `www.`."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_HEAD])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None
