"""What every reader hands on: texts, what was not taken, and what deserves a word."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.contracts import Quarantine, ReadDocuments

DOCUMENTS = ReadDocuments.create_empty().schema
QUARANTINE = Quarantine.create_empty().schema
WARNINGS = pl.Schema({"source_uri": pl.String, "detail": pl.String})


class SourceFile(NamedTuple):
    """One file of a root; `path` is inside the root with `/`, and empty where the root is it."""

    root: str
    path: str
    location: Path
    size: int

    @property
    def uri(self) -> str:
        """`source_uri` of the file as a whole."""
        return f"{self.root}/{self.path}" if self.path else self.root


class Batch(NamedTuple):
    """Some texts of one file, about 8 MB at most.

    `documents` is of contract ReadDocuments and `rejected` of contract Quarantine. `warnings`
    (source_uri, detail) says what was read less than fully, such as a date that is no date: the
    text is in `documents` all the same, so a warning counts nowhere.
    """

    documents: pl.DataFrame = DOCUMENTS.to_frame()
    rejected: pl.DataFrame = QUARANTINE.to_frame()
    warnings: pl.DataFrame = WARNINGS.to_frame()


class BadInputError(Exception):
    """The rest of a file, or all of it, cannot be read; becomes one row of `rejected`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def rejection(uri: str, reason: str, detail: str, *, stage: str = "read") -> pl.DataFrame:
    """One row of contract Quarantine for a whole file or folder."""
    row = (uri, None, stage, reason, detail)
    return pl.DataFrame([row], schema=QUARANTINE, orient="row")


def rejected_records(file: SourceFile, records: pl.DataFrame) -> pl.DataFrame:
    """Rows of contract Quarantine from columns record_no, reason and detail."""
    return records.select(
        source_uri=pl.format("{}#{}", pl.lit(file.uri), "record_no"),
        record_no=pl.col("record_no").cast(pl.Int64),
        stage=pl.lit("read"),
        reason="reason",
        detail="detail",
    )
