"""What lies under a root: files to read, things that cannot be read, things that do not count."""

import errno
import os
import stat
from collections import deque
from pathlib import Path

import polars as pl

from flows.address import is_address
from flows.folders import KEPT, is_warehouse
from flows.ingest.batch import QUARANTINE, SourceFile, rejection
from flows.ingest.names import escape
from flows.ingest.objects.listing import list_objects
from flows.ingest.patterns import Pattern, is_pattern
from flows.ingest.root import Listing, Root, why_unreadable

#: Parts of a path below the root.
Inside = tuple[str, ...]


def list_files(root: Root) -> Listing:
    """List what a root holds, subfolders included.

    A link is followed unless it leads to a file or folder that is listed anyway, or back to a
    folder around it; such links, names that begin with a dot, and what belongs to a warehouse only
    count as skipped. A root that is gone lists nothing.

    Raises:
        AlongsideError: It lies on object storage, which cannot be reached.
    """
    if is_address(root.location):
        return list_objects(root)
    walk = _Walk(root)
    location = Path(root.location)
    if os.path.lexists(location):
        walk.start(location)
    elif is_pattern(root.location):
        walk.pattern = Pattern.of(root.location)
        walk.start(Path(walk.pattern.base))
    return walk.listing()


class _Walk:
    """State of one listing. Links wait until all else is listed, so that real paths win."""

    def __init__(self, root: Root) -> None:
        self.root = root.name
        self.pattern: Pattern | None = None
        self.files: list[SourceFile] = []
        self.rejected: list[pl.DataFrame] = []
        self.n_skipped = 0
        self._todo: deque[tuple[Path, Inside]] = deque()
        self._links: deque[tuple[Path, Inside]] = deque()
        self._seen: set[tuple[int, int]] = set()
        self._around: set[tuple[int, int]] = set()

    def start(self, location: Path) -> None:
        """List everything at or below a path."""
        self._around = {_identity(above.stat()) for above in location.resolve().parents}
        self._todo.append((location, ()))
        while self._todo or self._links:
            if self._todo:
                self._enter(*self._todo.popleft())
            else:
                self._follow(*self._links.popleft())

    def listing(self) -> Listing:
        """What was found, in order of path."""
        rejected = pl.concat([QUARANTINE.to_frame(), *self.rejected]).sort(QUARANTINE.names())
        return Listing(sorted(self.files, key=lambda file: file.path), rejected, self.n_skipped)

    def _enter(self, location: Path, inside: Inside) -> None:
        """Take what a path, links resolved, leads to."""
        try:
            status = location.stat()
            if stat.S_ISDIR(status.st_mode):
                self._seen.add(_identity(status))
                self._folder(location, inside)
            else:
                self._file(location, inside, status)
        except OSError as error:
            self._reject(inside, "unreadable", f"It cannot be read: {error.strerror}.")

    def _folder(self, folder: Path, inside: Inside) -> None:
        if self.pattern is not None and inside and not self.pattern.may_cover_below(inside):
            return
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        kept = KEPT if is_warehouse(folder) else ()
        for entry in found:
            below = (*inside, entry.name)
            if entry.name.startswith(".") or entry.name in kept or _leads_to_warehouse(entry):
                self.n_skipped += self._wanted(below)
            elif entry.is_symlink():
                self._links.append((folder / entry.name, below))
            else:
                self._todo.append((folder / entry.name, below))

    def _file(self, location: Path, inside: Inside, status: os.stat_result) -> None:
        self._seen.add(_identity(status))
        if not self._wanted(inside):
            return
        if not stat.S_ISREG(status.st_mode):
            self._reject(inside, "special_file", "A pipe, socket or device is no file of texts.")
        elif (why := why_unreadable(location.name)) is not None:
            self._reject(inside, "unsupported_format", why)
        elif not os.access(location, os.R_OK):
            self._reject(inside, "unreadable", "No permission to read the file.")
        else:
            path = _path(inside)
            self.files.append(SourceFile(self.root, path, location, status.st_size))

    def _follow(self, link: Path, inside: Inside) -> None:
        try:
            identity = _identity(link.stat())
        except OSError as error:
            if error.errno == errno.ELOOP:
                self.n_skipped += self._wanted(inside)
            elif self._wanted(inside):
                self._reject(inside, "broken_link", "The link leads nowhere.")
            return
        if identity in self._seen or identity in self._around:
            self.n_skipped += self._wanted(inside)
        else:
            self._enter(link, inside)

    def _wanted(self, inside: Inside) -> bool:
        return self.pattern is None or not inside or self.pattern.covers(inside)

    def _reject(self, inside: Inside, reason: str, detail: str) -> None:
        uri = "/".join(filter(None, (self.root, _path(inside))))
        self.rejected.append(rejection(uri, reason, detail, stage="discover"))


def _leads_to_warehouse(entry: os.DirEntry[str]) -> bool:
    # The folder has told what is a file: most need no look at the disk.
    return not entry.is_file(follow_symlinks=False) and is_warehouse(Path(entry.path))


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _path(inside: Inside) -> str:
    return "/".join(map(escape, inside))
