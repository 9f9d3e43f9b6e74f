"""One record of a web archive -> the page it holds, by fastwarc."""

import io
from typing import Any

from fastwarc import ArchiveIterator, WarcRecord

from flows.parsers.wire import Message, Unparsable


def parse(data: bytes, facts: dict[str, Any]) -> Message:
    """The content of a record, transfer and content codings undone, with what its headers say.

    `max_bytes` in the facts bounds the unpacked content. Raises Unparsable `malformed_record`, and
    `too_large` where more comes out.
    """
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), parse_http=False)), None)
        if record is None:
            raise Unparsable("malformed_record", "The headers of the record cannot be read.")
        found = _facts(record)
        limit = facts["max_bytes"]
        content = record.reader.read(limit + 1)
    except (OSError, ValueError) as error:
        raise Unparsable("malformed_record", f"The record cannot be read ({error}).") from error
    if len(content) > limit:
        raise Unparsable("too_large", f"The content unpacks to more than {limit:,} bytes.")
    return Message(found, [content])


def _facts(record: WarcRecord) -> dict[str, Any]:
    """Headers of the record, and of the HTTP response in it, which is read on the way."""
    headers = record.headers
    status, media, charset = 200, headers.get("Content-Type"), None
    if "http" in (media or "").lower():
        record.parse_http(auto_decode="all", strict_mode=False)
        status = record.http_headers.status_code
        media, charset = record.http_content_type, record.http_charset
    return {
        "url": (headers.get("WARC-Target-URI") or "").strip("<> ") or None,
        "date": headers.get("WARC-Date"),
        "status": status,
        "media": (media or "").partition(";")[0].strip().lower() or None,
        "charset": charset,
    }
