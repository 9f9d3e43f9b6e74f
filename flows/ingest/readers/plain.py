"""Plain text and Markdown: one text per file, with or without front matter."""

from collections.abc import Iterator

from flows.ingest.batch import BadInputError, Batch, SourceFile
from flows.ingest.decode import decode
from flows.ingest.front_matter import front_matter
from flows.ingest.options import ReadOptions
from flows.ingest.single import Text, single, too_long
from flows.ingest.streams import blocks


def read_plain(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """The one text of a file, front matter included; `body_start` says where that ends.

    Raises BadInputError for a file that is rejected: `empty`, `binary`, `undecodable`,
    `too_long`, or as `streams.blocks` does.
    """
    text, encoding = decode(_content(file, options), file.facts.charset)
    if len(text) > options.max_document_chars:
        raise too_long(f"{len(text):,}", options)
    front = front_matter(text)
    stated = front.get("published_at", options)
    found = Text(
        text,
        encoding,
        title=front.get("title", options),
        publisher=front.get("publisher", options),
        url=front.get("url", options),
        language=front.get("language", options),
        external_id=front.get("id", options),
        published=((stated, "front_matter"),) if stated else (),
        body_start=front.body_start,
    )
    yield single(file, found, options)


def _content(file: SourceFile, options: ReadOptions) -> bytes:
    """All bytes, but not many more than a text within the limit can have in any encoding."""
    content = bytearray()
    for block in blocks(file, options.max_file_bytes):
        content += block
        if len(content) > 4 * options.max_document_chars + 4:
            raise too_long(f"more than {options.max_document_chars:,}", options)
    if not content:
        raise BadInputError("empty", "The file has no content.")
    return bytes(content)
