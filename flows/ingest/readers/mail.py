"""EML: the body of a mail message is a text, and so are its attachments."""

import io
from collections.abc import Iterator
from functools import partial

from flows.ingest.batch import Batch, Facts, Member, SourceFile, rejection
from flows.ingest.names import escape
from flows.ingest.options import ReadOptions
from flows.ingest.parsing import parsed
from flows.ingest.streams import whole

#: Media type -> the ending that tells the format, for attachments without a telling name.
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
}


def read_mail(file: SourceFile, options: ReadOptions) -> Iterator[Batch | SourceFile]:
    """The body as the text of the file itself, then each attachment as a file in it.

    Title is the subject, publisher the sender's name or else address, for who sent it is whom it
    comes from; the date is that of the header. Raises BadInputError as `streams.whole` and the
    parser do, and `empty` for a message of nothing.
    """
    data = whole(file, options.max_parsed_bytes)
    reply = parsed("mail", data, options)
    found = reply.facts
    headers = Facts(
        title=found["title"],
        publisher=found["publisher"] or None,
        external_id=found["external_id"],
        language=found["language"],
        published=found["date"],
        published_basis="mail_header" if found["date"] else None,
    )
    seen: set[str] = set()
    for part, content in zip(found["parts"], reply.blobs, strict=True):
        opened = partial(io.BytesIO, content)
        if part["name"] is None:
            body = headers._replace(charset=part.get("charset"))
            name = f"body{_ENDINGS[part['type']]}"
            yield file.inside("", Member(name, opened, body), len(content))
        else:
            path, name = _name(part, seen)
            # Whoever sent a document need not have published it.
            facts = Facts(charset=part.get("charset"))
            yield file.inside(path, Member(name, opened, facts), len(content))
    if not any(part["name"] is None for part in found["parts"]):
        yield Batch(rejected=rejection(file.uri, "empty", "The message has no body of text."))


def _name(part: dict[str, str | None], seen: set[str]) -> tuple[str, str]:
    """Path of an attachment in its message, never the same twice, and a name with an ending."""
    given = (part["name"] or "").replace("\\", "/").rpartition("/")[2] or "unnamed"
    path = escape(given)
    n = 1
    while path in seen:
        n += 1
        path = f"{n}-{escape(given)}"
    seen.add(path)
    ending = "" if "." in given else _ENDINGS.get(part["type"] or "", "")
    return path, given + ending
