"""Any file of a known format -> batches, and never an exception for what stands in it."""

import hashlib
from collections.abc import Iterator

from flows.errors import AlongsideError
from flows.ingest.batch import BadInputError, Batch, SourceFile, rejection, too_deep
from flows.ingest.names import escape
from flows.ingest.options import ReadOptions
from flows.ingest.readers import extension, reader_for


def read(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """Texts of one file in batches of about `options.batch_bytes`, in the order of the file.

    Bad input never raises: each record is a row of `documents` or of `rejected`, and where a file
    as a whole or its rest cannot be read, one last batch holds one row that says so (record_no
    null). What lies in an archive or a mail is read as a file is. The same bytes, options and
    parsers always give the same batches, time-outs aside.
    """
    reader = reader_for(file.format_name)
    try:
        if reader is None:
            ending = escape(extension(file.format_name)) or "no ending"
            detail = f"There is no reader for this kind of file ({ending})."
            raise BadInputError("unsupported_format", detail)
        if file.depth > options.max_depth:
            raise too_deep(file, options.max_depth)
        for found in reader(file, options):
            if isinstance(found, SourceFile):
                yield from read(found, options)
            else:
                yield found
    except BadInputError as error:
        yield Batch(rejected=rejection(file.uri, error.reason, error.detail))
    except OSError as error:
        yield Batch(rejected=rejection(file.uri, "unreadable", _why(error)))


def fingerprint(file: SourceFile) -> str:
    """SHA-256 of a file's bytes as they lie on disk, in hex.

    Raises AlongsideError where they cannot be read; `read` then rejects the file as `unreadable`.
    """
    try:
        with file.location.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise AlongsideError(f"Cannot read {file.uri}: {_why(error)}") from error


def _why(error: OSError) -> str:
    return f"The file cannot be read: {error.strerror or error}."
