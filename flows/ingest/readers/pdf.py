"""PDF: the text of all pages."""

from collections.abc import Iterator

from flows.ingest.batch import Batch, SourceFile
from flows.ingest.options import ReadOptions
from flows.ingest.parsing import parsed
from flows.ingest.single import Text, single
from flows.ingest.streams import whole


def read_pdf(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """The text of one document, in one batch.

    A PDF says when its file was made, not when its text was published, so a date is taken from
    the file name only. Raises BadInputError as `streams.whole` and the parser do.
    """
    data = whole(file, options.max_parsed_bytes, binary=True)
    reply = parsed("pdf", data, options, max_chars=options.max_document_chars)
    text = reply.blobs[0].decode()
    yield single(file, Text(text, "pdf", title=reply.facts["title"] or None), options)
