"""Sources against the ledger: what is new becomes parts of documents, the rest is carried over."""

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from flows import progress
from flows.contracts import Ledger, Quarantine
from flows.errors import AlongsideError
from flows.ingest import Batch, ReadOptions, Root, SourceFile, fingerprint, list_files, read
from flows.ingest.batch import BadInputError, rejection
from flows.ingest.objects.copies import copied
from flows.ingest.objects.stores import StoredObject
from flows.store import ledger
from flows.store.layout import Warehouse
from flows.store.parts import with_row_sha256, write_documents
from flows.store.remembered import Remembered, Seen

_FILE = ["root", "path", "file_sha256"]

#: What a ledger's path is for a text in an archive: that of the file whose bytes are compared.
_INSIDE = pl.Schema({"root": pl.String, "path": pl.String, "archive": pl.String})


class Intake:
    """One pass over the roots of a run.

    Iterate over `parts` of each root and call `finish`; then `ledger` says what everything came to.
    """

    def __init__(
        self, warehouse: Warehouse, previous: pl.DataFrame, part_bytes: int, *, full: bool
    ) -> None:
        self.skipped = 0
        self.warnings: list[pl.DataFrame] = []
        self._warehouse = warehouse
        self._previous = previous
        self._part_bytes = part_bytes
        self._full = full
        self._remembered = Remembered(warehouse)
        self._refreshed: list[str] = []
        self._known_files = set(previous.select(_FILE).unique().rows())
        # A full run trusts no part: every text goes into a new one.
        self._known = previous.filter(pl.col("part").is_not_null() & (not full)).select(
            "doc_id", "row_sha256", "part"
        )
        self._rows: list[pl.DataFrame] = [Ledger.create_empty()]
        self._files: list[tuple[str, str, str | None]] = []
        self._kept_files: list[tuple[str, str, str | None]] = []
        #: Root and path of texts that lie in an archive, and the path of that.
        self._inside: list[tuple[str, str, str]] = []
        self._read: list[pl.DataFrame] = []
        self._read_bytes = 0
        self._fresh: list[pl.DataFrame] = []
        self._fresh_bytes = 0

    @property
    def ledger(self) -> pl.DataFrame:
        """Ledger rows of everything seen so far."""
        inside = pl.DataFrame(self._inside, schema=_INSIDE, orient="row").unique()
        rows = (
            pl.concat(self._rows)
            .drop("file_sha256")
            .join(inside, on=["root", "path"], how="left")
            .with_columns(path=pl.coalesce("archive", "path"))
        )
        seen = rows.join(_files(self._files), on=["root", "path"], how="left")
        kept = self._previous.join(_files(self._kept_files), on=_FILE, nulls_equal=True, how="semi")
        return pl.concat([seen.select(Ledger.column_names()), kept])

    def keep(self, roots: Sequence[str]) -> None:
        """Carry over every row of roots that this run does not refresh."""
        kept = self._previous.filter(pl.col("root").is_in(roots))
        self._kept_files += kept.select(_FILE).unique().rows()

    def parts(self, root: Root, options: ReadOptions, *, reread: bool) -> Iterator[str]:
        """Read what changed below `root`; yield the key of each part of documents when it is
        written. With `reread`, files are read even if their bytes are known.
        """
        listing = list_files(root)
        self._refreshed.append(root.name)
        self.skipped += listing.n_skipped
        # What cannot be listed has no path of its own: its URI says where it lies.
        self._rows.append(ledger.quarantined(listing.rejected, root.name, ""))
        for file in listing.files:
            yield from self._file(file, _sha256(file), options, reread=reread)
        for found in listing.objects:
            yield from self._object(found, options, reread=reread)

    def remember(self, roots: Collection[str]) -> None:
        """Remember what objects of these roots, all that are known, are now."""
        self._remembered.write(roots, self._refreshed)

    def finish(self) -> Iterator[str]:
        """Write what is left; the key of the part, if anything was."""
        self._compare()
        if self._fresh:
            yield self._flush()

    def _file(
        self, file: SourceFile, sha256: str | None, options: ReadOptions, *, reread: bool
    ) -> Iterator[str]:
        identity = (file.root, file.path, sha256)
        progress.emit("discover", size=file.size)
        if identity in self._known_files and not reread:
            self._kept_files.append(identity)
        else:
            self._files.append(identity)
            yield from self._take(file, options)

    def _object(self, found: StoredObject, options: ReadOptions, *, reread: bool) -> Iterator[str]:
        """An object is a file as long as its copy is there, and none where it need not be read."""
        seen = Seen(found.root, found.address, *found.stamp)
        known = self._remembered.sha256(seen)
        if known and (found.root, found.path, known) in self._known_files and not reread:
            progress.emit("discover", size=found.stamp.size)
            self._remembered.note(seen, known)
            self._kept_files.append((found.root, found.path, known))
            return
        try:
            with copied(found, self._warehouse.staging, options.max_file_bytes) as file:
                sha256 = fingerprint(file)
                self._remembered.note(seen, sha256)
                yield from self._file(file, sha256, options, reread=reread)
        except BadInputError as problem:
            self._files.append((found.root, found.path, None))
            rejected = rejection(found.uri, problem.reason, problem.detail)
            self._rows.append(ledger.quarantined(rejected, found.root, found.path))

    def _take(self, file: SourceFile, options: ReadOptions) -> Iterator[str]:
        n_things = 0
        for batch in read(file, options):
            n_things += batch.documents.height + batch.rejected.height + batch.n_skipped
            self.skipped += batch.n_skipped
            self._inside += _inside(file, batch)
            self._rows.append(ledger.quarantined(batch.rejected, file.root, file.path))
            self._add(batch)
            # Small files are compared many at a time: hashing one row costs as much as a thousand.
            if self._read_bytes >= self._part_bytes:
                self._compare()
            if self._fresh_bytes >= self._part_bytes:
                yield self._flush()
        if n_things == 0:
            self._rows.append(ledger.quarantined(_nothing_in(file), file.root, file.path))

    def _add(self, batch: Batch) -> None:
        if batch.warnings.height:
            self.warnings.append(batch.warnings)
        if batch.documents.height:
            size = _text_bytes(batch.documents)
            self._read.append(batch.documents)
            self._read_bytes += size
            progress.emit("ingest", documents=batch.documents.height, size=size)

    def _compare(self) -> None:
        """Documents the ledger has as they are keep their part; the others wait for a new one."""
        if not self._read:
            return
        marked = with_row_sha256(pl.concat(self._read)).join(
            self._known, on=["doc_id", "row_sha256"], how="left", maintain_order="left"
        )
        self._read, self._read_bytes = [], 0
        self._rows.append(ledger.loaded(marked.filter(pl.col("part").is_not_null())))
        fresh = marked.filter(pl.col("part").is_null()).drop("part")
        if fresh.height:
            self._fresh.append(fresh)
            self._fresh_bytes += _text_bytes(fresh)

    def _flush(self) -> str:
        documents = pl.concat(self._fresh)
        key = write_documents(self._warehouse, documents, force=self._full)
        self._rows.append(ledger.loaded(documents, key))
        self._fresh, self._fresh_bytes = [], 0
        return key


def _sha256(file: SourceFile) -> str | None:
    """A file that cannot be read has no hash, and `read` says why."""
    try:
        return fingerprint(file)
    except AlongsideError:
        return None


def _files(rows: list[tuple[str, str, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(_FILE, pl.String), orient="row")


def _inside(file: SourceFile, batch: Batch) -> list[tuple[str, str, str]]:
    paths = batch.documents.get_column("path").unique(maintain_order=True)
    return [(file.root, path, file.path) for path in paths if path != file.path]


def _nothing_in(file: SourceFile) -> pl.DataFrame:
    row = (file.uri, None, "read", "empty", "The file holds no record.")
    return pl.DataFrame([row], schema=Quarantine.create_empty().schema, orient="row")


def _text_bytes(documents: pl.DataFrame) -> int:
    return int(documents.get_column("text").str.len_bytes().sum())
