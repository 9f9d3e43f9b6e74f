"""Where things lie in a warehouse, and nothing else."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from flows.errors import AlongsideError, UsageError
from flows.folders import (
    DATABASE,
    LEDGERS,
    OBJECTS,
    PARTS,
    PINS,
    POINTER,
    RUNS,
    SNAPSHOTS,
    STAGING,
)

#: What lies in the folder of a dataset.
DATA_FILE = "data.parquet"

#: What an address begins with once it was taken for a path, which drops a slash.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True)
class Warehouse:
    """The folders and files of one warehouse (see warehouse/README.md for the picture)."""

    folder: Path

    @classmethod
    def at(cls, folder: Path | None = None) -> "Warehouse":
        """The warehouse at `folder`, absolute, so that a later chdir changes nothing.

        Args:
            folder: Where it is; by default `default_folder`.

        Raises:
            UsageError: It is an address on object storage.
        """
        return cls(local_folder(default_folder() if folder is None else folder))

    @property
    def pointer(self) -> Path:
        """CURRENT.json, whose replacement is the commit."""
        return self.folder / POINTER

    @property
    def pins(self) -> Path:
        """Names that users gave to snapshots."""
        return self.folder / PINS

    @property
    def lock(self) -> Path:
        """The file a writer holds with flock."""
        return self.folder / ".lock"

    @property
    def runs(self) -> Path:
        """The run log."""
        return self.folder / RUNS

    @property
    def objects(self) -> Path:
        """What objects of a store were when they were last read."""
        return self.folder / OBJECTS

    @property
    def database(self) -> Path:
        """Symlink to the current snapshot's DuckDB file."""
        return self.folder / DATABASE

    @property
    def snapshots(self) -> Path:
        """Published snapshots, immutable."""
        return self.folder / SNAPSHOTS

    @property
    def parts(self) -> Path:
        """Content-addressed results of ingest and extraction."""
        return self.folder / PARTS

    @property
    def ledgers(self) -> Path:
        """What each source came to, one file per snapshot."""
        return self.folder / LEDGERS

    @property
    def staging(self) -> Path:
        """Work in progress; whatever lies here without a lock is rubbish."""
        return self.folder / STAGING

    def snapshot(self, snapshot: str) -> Path:
        """Folder of one snapshot."""
        return self.snapshots / snapshot

    def ledger(self, snapshot: str) -> Path:
        """Ledger of one snapshot."""
        return self.ledgers / f"{snapshot}.parquet"

    def require(self) -> None:
        """Make sure that a run has been here, so that a slip in a path makes no new warehouse.

        Raises:
            UsageError: None has, or this is no folder.
        """
        if self.folder.exists() and not self.folder.is_dir():
            raise UsageError(f"{self.folder} is a file, not the folder of a warehouse")
        if not self.snapshots.is_dir():
            raise self.vacant()

    def vacant(self) -> UsageError:
        """What to tell who reads where nothing is published."""
        return UsageError(f"nothing is published in {self.folder} yet: run `alongside run` first")

    def create(self) -> None:
        """Make the folders that a run writes to.

        Raises:
            AlongsideError: The folder cannot be made or written to.
        """
        try:
            for folder in (self.snapshots, self.parts, self.ledgers, self.staging):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot write to the warehouse {self.folder}: {error.strerror}"
            raise AlongsideError(message) from error


def default_folder() -> Path:
    """`ALONGSIDE_WAREHOUSE`, or ./warehouse: what `Settings` says of it, for readers, who need no
    other setting and need not load them all.
    """
    variables = {name.upper(): value for name, value in os.environ.items()}
    return Path(variables.get("ALONGSIDE_WAREHOUSE", "warehouse"))


def local_folder(folder: Path) -> Path:
    """A warehouse's folder, absolute.

    Raises:
        UsageError: It is an address. A warehouse rests on what only a file system has: a lock that
            the kernel frees, and renames that put a whole folder in place.
    """
    first, *others = folder.parts or ("",)
    if _SCHEME.fullmatch(first) and others:
        address = f"{first}//{'/'.join(others)}"
        raise UsageError(
            f"a warehouse is a folder of this machine, not {address}: name a folder, and after a "
            "run copy snapshots/<id> there, then CURRENT.json"
        )
    return folder.absolute()
