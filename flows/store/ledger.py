"""The ledger: what every discovered file and record came to, one Parquet file per snapshot."""

from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from dataframely.exc import SchemaError, ValidationError

from flows.contracts import Ledger, Quarantine
from flows.errors import AlongsideError
from flows.store.files import replace_atomically

_BROKEN_RULES = (SchemaError, ValidationError)


class Tally(NamedTuple):
    """Counts of a run; the accounting identity holds between them (see `identity`)."""

    discovered: int
    new: int
    changed: int
    unchanged: int
    removed: int
    quarantined: int
    skipped: int

    @property
    def loaded(self) -> int:
        """Texts taken in by this run."""
        return self.new + self.changed

    def identity(self) -> bool:
        """discovered = loaded + unchanged + quarantined + skipped."""
        return self.discovered == self.loaded + self.unchanged + self.quarantined + self.skipped


def empty() -> pl.DataFrame:
    """The ledger of a warehouse without a snapshot."""
    return Ledger.create_empty()


def read(path: Path) -> pl.DataFrame:
    """A snapshot's ledger.

    Raises:
        AlongsideError: It is missing or damaged.
    """
    try:
        return Ledger.validate(pl.DataFrame(pq.read_table(path, page_checksum_verification=True)))
    except (OSError, ValueError, pa.ArrowException, *_BROKEN_RULES) as error:
        message = (
            f"the ledger {path} cannot be read ({error}); `alongside run --full` makes it anew"
        )
        raise AlongsideError(message) from error


def write(path: Path, ledger: pl.DataFrame) -> None:
    """Write a ledger, sorted, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = Ledger.validate(ledger).sort(Ledger.column_names(), nulls_last=False)
    # Arrow, because it writes checksums: a flipped bit must not become a fact.
    table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    replace_atomically(
        path,
        lambda file: pq.write_table(table, file, compression="zstd", write_page_checksum=True),
    )


def loaded(documents: pl.DataFrame, part: str | None = None) -> pl.DataFrame:
    """Ledger rows of documents that were taken in; `part` unless they carry one."""
    return _complete(
        documents.with_columns(
            outcome=pl.lit("loaded"), **({} if part is None else {"part": pl.lit(part)})
        )
    )


def quarantined(rejected: pl.DataFrame, root: str, path: str) -> pl.DataFrame:
    """Ledger rows of what was not taken from a file (contract `Quarantine`)."""
    return _complete(
        rejected.with_columns(outcome=pl.lit("quarantined"), root=pl.lit(root), path=pl.lit(path))
    )


def quarantine(ledger: pl.DataFrame) -> pl.DataFrame:
    """What a ledger says was not taken (contract `Quarantine`)."""
    rows = ledger.filter(pl.col("outcome") == "quarantined")
    return rows.select(Quarantine.column_names()).sort(pl.all(), nulls_last=False)


def reject(ledger: pl.DataFrame, rejected: pl.DataFrame) -> pl.DataFrame:
    """Move documents that extraction rejected from loaded to quarantined."""
    if rejected.is_empty():
        return ledger
    verdict = rejected.group_by("doc_id").agg(
        new_reason=pl.col("reason").sort().str.join(", "),
        new_detail=pl.col("detail").sort().str.join("; "),
    )
    hit = pl.col("new_reason").is_not_null()
    return (
        ledger.join(verdict, on="doc_id", how="left", maintain_order="left")
        .with_columns(
            outcome=pl.when(hit).then(pl.lit("quarantined")).otherwise("outcome"),
            stage=pl.when(hit).then(pl.lit("extract")).otherwise("stage"),
            reason=pl.coalesce("new_reason", "reason"),
            detail=pl.coalesce("new_detail", "detail"),
        )
        .drop("new_reason", "new_detail")
    )


def tally(ledger: pl.DataFrame, previous: pl.DataFrame, skipped: int) -> Tally:
    """Compare a run's ledger with the one before it."""
    old = previous.filter(pl.col("outcome") == "loaded").select("doc_id", old_row="row_sha256")
    now = (
        ledger.filter(pl.col("outcome") == "loaded")
        .select("doc_id", "row_sha256")
        .join(old, on="doc_id", how="left")
        .select(
            new=pl.col("old_row").is_null().sum(),
            unchanged=(pl.col("old_row") == pl.col("row_sha256")).sum(),
            changed=(pl.col("old_row") != pl.col("row_sha256")).sum(),
        )
        .row(0, named=True)
    )
    return Tally(
        discovered=ledger.height + skipped,
        removed=old.join(ledger, on="doc_id", how="anti").height,
        quarantined=ledger.filter(pl.col("outcome") == "quarantined").height,
        skipped=skipped,
        **now,
    )


def corrections(ledger: pl.DataFrame, previous: pl.DataFrame) -> pl.DataFrame:
    """Texts that replaced a former self: `doc_id, source_uri, old_sha256, new_sha256`."""
    old = previous.filter(pl.col("outcome") == "loaded")
    return (
        ledger.filter(pl.col("outcome") == "loaded")
        .join(old.select("doc_id", old_sha256="content_sha256"), on="doc_id")
        .filter(pl.col("content_sha256") != pl.col("old_sha256"))
        .select("doc_id", "source_uri", "old_sha256", new_sha256="content_sha256")
        .sort("doc_id")
    )


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    """Bring rows to the ledger's columns; what they lack is null."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(column.dtype).alias(name)
        for name, column in Ledger.columns().items()
    )
