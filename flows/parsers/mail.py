"""A mail message -> its body and attachments, by the standard library."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from flows.parsers.wire import Message, Unparsable

#: One of these at least begins every message.
_USUAL = ("From", "Date", "Subject", "To", "Received", "Message-ID", "MIME-Version")
_MAX_PARTS = 1_000
_BODIES = ("text/plain", "text/html")


def parse(data: bytes, _: dict[str, Any]) -> Message:
    """Subject, sender, date and message id, and the parts that hold something to read.

    `parts` has name (None for the body), type and charset, in the order of the blobs; the body
    comes first. Of two bodies the plain one is taken unless it is blank. Raises Unparsable
    `malformed_file` for what is no message, and `too_large` for one of very many parts.
    """
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage) or not any(name in message for name in _USUAL):
        raise Unparsable("malformed_file", "It does not begin with the headers of a mail message.")
    bodies, attachments = _parts(message)
    body = _body(bodies)
    chosen = [*([body] if body else []), *attachments]
    name, address = parseaddr(_header(message, "From") or "")
    found = {
        "title": _header(message, "Subject"),
        "publisher": name or address,
        "date": _date(message),
        "external_id": _header(message, "Message-ID"),
        "language": _header(message, "Content-Language"),
        "parts": [part for part, _ in chosen],
    }
    return Message(found, [content for _, content in chosen])


_Part = tuple[dict[str, str | None], bytes]


def _parts(message: EmailMessage) -> tuple[list[_Part], list[_Part]]:
    """Bodies and attachments; pictures within the body and the like are neither."""
    bodies, attachments = [], []
    todo: list[Any] = [message]
    n_parts = 0
    while todo:
        part = todo.pop()
        n_parts += 1
        if n_parts > _MAX_PARTS:
            raise Unparsable("too_large", f"The message has more than {_MAX_PARTS:,} parts.")
        kind, name = part.get_content_type(), part.get_filename()
        attached = part.get_content_disposition() == "attachment" or name is not None
        inner = part.get_payload()
        if kind == "message/rfc822":
            content = inner[0].as_bytes() if isinstance(inner, list) and inner else b""
            attachments.append(({"name": name or "message.eml", "type": kind}, content))
        elif isinstance(inner, list):
            todo.extend(reversed(inner))
        elif attached or kind in _BODIES:
            content = part.get_payload(decode=True) or b""
            charset = part.get_content_charset()
            facts = {"name": name or "unnamed", "type": kind, "charset": charset}
            (attachments if attached else bodies).append((facts, content))
    return bodies, attachments


def _body(bodies: list[_Part]) -> _Part | None:
    """The first plain text that is not blank, else the first of HTML."""
    for kind in _BODIES:
        for facts, content in bodies:
            if facts["type"] == kind and content.strip():
                return facts | {"name": None}, content
    return None


def _header(message: EmailMessage, name: str) -> str | None:
    """A header in words; one that cannot be read is none."""
    try:
        value = str(message[name]) if name in message else ""
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        # The parser of headers of the standard library trips over some broken ones.
        return None
    return " ".join(value.encode("utf-8", "replace").decode().split()) or None


def _date(message: EmailMessage) -> str | None:
    """The Date header as ISO 8601, or as it is written where that is no date."""
    stated = _header(message, "Date")
    try:
        return parsedate_to_datetime(stated).isoformat() if stated else None
    except (ValueError, OverflowError):
        return stated
