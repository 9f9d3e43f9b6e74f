"""A named source, and what lies under it."""

from typing import NamedTuple

import polars as pl

from flows.ingest.batch import SourceFile
from flows.ingest.names import escape
from flows.ingest.objects.stores import StoredObject
from flows.ingest.readers import READERS, extension, reader_for


class Root(NamedTuple):
    """A named source: an absolute path of a file or folder, an absolute glob pattern, or an address
    that leads to an object, a folder of objects or, with wildcards, some of them.
    """

    name: str
    location: str


class Listing(NamedTuple):
    """A root's files in order of `path`, its rejected entries (contract Quarantine, stage
    discover) and how many entries were left out: hidden ones, second ways to the same file, and
    what belongs to a warehouse.

    What lies on object storage is in `objects` instead: it becomes a file when it is copied.
    """

    files: list[SourceFile]
    rejected: pl.DataFrame
    n_skipped: int
    objects: tuple[StoredObject, ...] = ()


def why_unreadable(name: str) -> str | None:
    """Why no reader takes a file of this name, in words; None where one does."""
    if reader_for(name) is not None:
        return None
    ending = escape(extension(name)) or "no ending"
    known = ", ".join(READERS)
    return f"No reader for this kind of file ({ending}); there are readers for {known}."
