"""Sources against the ledger: what is new becomes parts of documents, the rest is carried over."""

from collections.abc import Iterator, Sequence

import polars as pl

from flows import progress
from flows.contracts import Ledger
from flows.ingest import Batch, ReadOptions, Root, SourceFile, fingerprint, list_files, read
from flows.store import ledger
from flows.store.layout import Warehouse
from flows.store.parts import with_row_sha256, write_documents


class Intake:
    """One pass over the roots of a run.

    Iterate over `parts()` to do the work; then `ledger` says what everything came to.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        previous: pl.DataFrame,
        part_bytes: int,
        *,
        full: bool,
    ) -> None:
        self.skipped = 0
        self.warnings: list[pl.DataFrame] = []
        self._warehouse = warehouse
        self._previous = previous
        self._part_bytes = part_bytes
        self._full = full
        # A full run trusts no part: every text goes into a new one.
        self._known = previous.filter(pl.col("part").is_not_null() & (not full)).select(
            "doc_id", "row_sha256", "part"
        )
        self._rows: list[pl.DataFrame] = [Ledger.create_empty()]
        self._waiting: list[pl.DataFrame] = []
        self._waiting_bytes = 0
        self._files: list[tuple[str, str, str]] = []

    @property
    def ledger(self) -> pl.DataFrame:
        """Ledger rows of everything seen so far."""
        files = pl.DataFrame(
            self._files,
            schema=["root", "path", "file_sha256"],
            orient="row",
            schema_overrides=_TEXT,
        )
        rows = pl.concat(self._rows).drop("file_sha256")
        return rows.join(files, on=["root", "path"], how="left").select(Ledger.column_names())

    def keep(self, roots: Sequence[str]) -> None:
        """Carry over every row of roots that this run does not refresh."""
        kept = self._previous.filter(pl.col("root").is_in(roots))
        self._rows.append(kept)
        self._files += kept.select("root", "path", "file_sha256").unique().sort("path").rows()

    def parts(self, root: Root, options: ReadOptions, *, reread: bool) -> Iterator[str]:
        """Read what changed below `root`; yield the key of each part of documents when it is
        written. With `reread`, files are read even if their bytes are known.
        """
        listing = list_files(root)
        self.skipped += listing.n_skipped
        # What cannot be listed has no path of its own: its URI says where it lies.
        self._rows.append(ledger.quarantined(listing.rejected, root.name, ""))
        for file in listing.files:
            sha256 = fingerprint(file)
            self._files.append((file.root, file.path, sha256))
            progress.emit("discover", size=file.size)
            known = self._ledger_of(file, sha256)
            if known.height and not reread:
                self._rows.append(known)
                progress.emit("ingest", documents=known.height)
                continue
            for batch in read(file, options):
                yield from self._add(file, batch)

    def finish(self) -> str | None:
        """Write what is left; the key of the part, if anything was."""
        return self._flush() if self._waiting else None

    def _ledger_of(self, file: SourceFile, sha256: str) -> pl.DataFrame:
        return self._previous.filter(
            (pl.col("root") == file.root)
            & (pl.col("path") == file.path)
            & (pl.col("file_sha256") == sha256)
        )

    def _add(self, file: SourceFile, batch: Batch) -> Iterator[str]:
        """Documents the ledger has as they are keep their part; the others wait for a new one."""
        self._rows.append(ledger.quarantined(batch.rejected, file.root, file.path))
        if batch.warnings.height:
            self.warnings.append(batch.warnings)
        if batch.documents.is_empty():
            return
        marked = with_row_sha256(batch.documents).join(
            self._known, on=["doc_id", "row_sha256"], how="left", maintain_order="left"
        )
        self._rows.append(ledger.loaded(marked.filter(pl.col("part").is_not_null())))
        fresh = marked.filter(pl.col("part").is_null()).drop("part")
        progress.emit("ingest", documents=marked.height, size=_text_bytes(marked))
        if fresh.height:
            self._waiting.append(fresh)
            self._waiting_bytes += _text_bytes(fresh)
        if self._waiting_bytes >= self._part_bytes:
            yield self._flush()

    def _flush(self) -> str:
        documents = pl.concat(self._waiting)
        key = write_documents(self._warehouse, documents, force=self._full)
        self._rows.append(ledger.loaded(documents, key))
        self._waiting, self._waiting_bytes = [], 0
        return key


_TEXT = {"root": pl.String, "path": pl.String, "file_sha256": pl.String}


def _text_bytes(documents: pl.DataFrame) -> int:
    return int(documents.get_column("text").str.len_bytes().sum())
