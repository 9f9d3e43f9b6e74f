"""Sources -> documents: what lies under a root, and one reader per format."""

from flows.ingest.batch import Batch, SourceFile
from flows.ingest.listing import list_files
from flows.ingest.options import ReadOptions
from flows.ingest.reading import fingerprint, read
from flows.ingest.root import Listing, Root
from flows.ingest.roots import resolve

__all__ = [
    "Batch",
    "Listing",
    "ReadOptions",
    "Root",
    "SourceFile",
    "fingerprint",
    "list_files",
    "read",
    "resolve",
]
