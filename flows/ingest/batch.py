"""What every reader hands on: texts, what was not taken, and what deserves a word."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

import polars as pl

from flows.contracts import Quarantine, ReadDocuments

# Without a frame: making one would start threads in every process that imports this.
DOCUMENTS = pl.Schema({name: each.dtype for name, each in ReadDocuments.columns().items()})
QUARANTINE = pl.Schema({name: each.dtype for name, each in Quarantine.columns().items()})
WARNINGS = pl.Schema({"source_uri": pl.String, "detail": pl.String})


class Facts(NamedTuple):
    """What is known of a text from what it lies in: a mail's headers, a web archive's record.

    They win over what the text says of itself. `published` is as it is written, and
    `published_basis` says where; `charset` is the label that the bytes come with.
    """

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    external_id: str | None = None
    published: str | None = None
    published_basis: str | None = None
    retrieved_at: datetime | None = None
    charset: str | None = None


class Budget:
    """Bytes that all archives within one file may unpack to, taken together."""

    def __init__(self, n_bytes: int, why: str) -> None:
        self._left = n_bytes
        self._why = why

    def take(self, n_bytes: int) -> None:
        """Raise BadInputError `too_compressed` where no more is left."""
        if n_bytes > self._left:
            raise BadInputError("too_compressed", self._why)
        self._left -= n_bytes


class Member(NamedTuple):
    """How a file that lies in another one is read: `name` tells its format, as endings do."""

    name: str
    open: Callable[[], BinaryIO]
    facts: Facts = Facts()
    depth: int = 1
    budget: Budget | None = None


class SourceFile(NamedTuple):
    """One file of a root; `path` is inside the root with `/`, and empty where the root is it.

    What lies in an archive or a mail is a file, too: its path goes on inside. A text among many
    in a web archive has the path of that, and a `record` of its own. `location` is where the
    outermost file lies.
    """

    root: str
    path: str
    location: Path
    size: int
    record: str = ""
    member: Member | None = None

    @property
    def uri(self) -> str:
        """`source_uri` of the file as a whole."""
        uri = f"{self.root}/{self.path}" if self.path else self.root
        return f"{uri}#{self.record}" if self.record else uri

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.path).name or self.format_name

    @property
    def format_name(self) -> str:
        """The name whose ending tells the format and how it is packed."""
        return self.member.name if self.member else self.location.name

    @property
    def facts(self) -> Facts:
        """What is known from what it lies in."""
        return self.member.facts if self.member else Facts()

    @property
    def depth(self) -> int:
        """How many files it lies in."""
        return self.member.depth if self.member else 0

    def open(self) -> BinaryIO:
        """Its bytes, from the beginning; raises OSError, and BadInputError from an archive."""
        return self.member.open() if self.member else self.location.open("rb")

    def inside(self, path: str, member: Member, size: int, record: str = "") -> "SourceFile":
        """A file in this one; `path` goes on from here, and is empty for what has none."""
        whole = "/".join(filter(None, (self.path, path)))
        budget = member.budget or (self.member.budget if self.member else None)
        member = member._replace(depth=self.depth + 1, budget=budget)
        return SourceFile(self.root, whole, self.location, size, record, member)


class Batch(NamedTuple):
    """Some texts of one file, about 8 MB at most.

    `documents` is of contract ReadDocuments and `rejected` of contract Quarantine. `warnings`
    (source_uri, detail) says what was read less than fully, such as a date that is no date: the
    text is in `documents` all the same, so a warning counts nowhere. `n_skipped` counts what is in
    a file and not meant to be read: hidden files of an archive, pictures of a web archive.
    """

    documents: pl.DataFrame = DOCUMENTS.to_frame()
    rejected: pl.DataFrame = QUARANTINE.to_frame()
    warnings: pl.DataFrame = WARNINGS.to_frame()
    n_skipped: int = 0


class BadInputError(Exception):
    """The rest of a file, or all of it, cannot be read; becomes one row of `rejected`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def too_deep(file: SourceFile, limit: int) -> BadInputError:
    """The refusal of what lies in too many files within one another."""
    return BadInputError(
        "too_deep",
        f"It lies in {file.depth} archives or mails within one another, and no more than {limit} "
        "are opened. Unpack it or raise max_depth.",
    )


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
