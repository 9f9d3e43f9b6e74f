"""One reader per format, found by the ending of the file's name.

A new format is one module with a function of type `Reader` and one line in `READERS`.
"""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final, Protocol

from flows.ingest.batch import Batch, SourceFile
from flows.ingest.options import ReadOptions
from flows.ingest.readers.delimited import read_delimited
from flows.ingest.readers.html import read_html
from flows.ingest.readers.json_lines import read_json_lines
from flows.ingest.readers.mail import read_mail
from flows.ingest.readers.parquet import read_parquet
from flows.ingest.readers.pdf import read_pdf
from flows.ingest.readers.plain import read_plain
from flows.ingest.readers.warc import read_warc
from flows.ingest.readers.zipped import read_zip
from flows.ingest.streams import COMPRESSIONS


class Reader(Protocol):
    """Turns one file into batches, and into the files it holds, which are read in their turn.

    Raises BadInputError or OSError where it cannot go on.
    """

    def __call__(self, file: SourceFile, options: ReadOptions) -> Iterator[Batch | SourceFile]:
        """Batches and files in the order of the file."""
        ...


#: Ending -> reader. Formats that may be packed are listed with their packed endings below.
READERS: Final[dict[str, Reader]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_delimited,
    ".parquet": read_parquet,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".warc": read_warc,
    ".wet": read_warc,
    ".pdf": read_pdf,
    ".eml": read_mail,
    ".zip": read_zip,
}
#: Formats that bring their own compression and need random access.
_NEVER_PACKED: Final = frozenset({".parquet", ".pdf", ".zip"})


def extension(name: str) -> str:
    """What decides on the reader: `.jsonl.gz` of `a.b.JSONL.gz`, the empty string without any."""
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    if len(suffixes) > 1 and suffixes[-1] in COMPRESSIONS:
        return "".join(suffixes[-2:])
    return suffixes[-1] if suffixes else ""


def reader_for(name: str) -> Reader | None:
    """The reader of a file of that name, or None."""
    ending = extension(name)
    for packed in COMPRESSIONS:
        bare = ending.removesuffix(packed)
        if bare != ending:
            return None if bare in _NEVER_PACKED else READERS.get(bare)
    return READERS.get(ending)
