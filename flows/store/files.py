"""Durable writes: a reader sees a file whole or not at all, and a power cut changes nothing.

Order matters on POSIX: contents first (fsync of the file), then the name (rename), then the
folder that holds the name (fsync of the folder).
"""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import AlongsideError

#: Where a folder's checksums lie, in the format of coreutils' sha256sum.
SUMS = "SHA256SUMS"
#: What a disk may say to whoever writes; Polars and DuckDB pass it on as text only, in errors of
#: their own.
_REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)


@contextmanager
def telling_refusals(folder: Path) -> Iterator[None]:
    """Tell in one sentence when the disk below `folder` takes no more, whoever was writing.

    Raises:
        AlongsideError: It is full, read-only, broken or closed to this user.
    """
    try:
        yield
    except Exception as error:
        if (reason := _refusal(error, folder)) is None:
            raise
        raise AlongsideError(f"cannot write to the warehouse {folder}: {reason}") from error


def _refusal(error: Exception, folder: Path) -> str | None:
    if isinstance(error, OSError) and error.errno:
        below = str(error.filename).startswith(f"{folder}{os.sep}")
        return os.strerror(error.errno) if below or error.errno in _REFUSALS else None
    return next((text for text in map(os.strerror, _REFUSALS) if text in str(error)), None)


def sync(path: Path) -> None:
    """Flush a file or folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder below `folder`, and itself."""
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
    sync(folder)


def replace_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Have `write` fill a temporary sibling, then put it at `path` in one step."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        sync(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)


def replace_symlink(path: Path, target: Path) -> None:
    """Point the symlink `path` at `target`, relative to its folder, in one step."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(target, path.parent))
    temporary.replace(path)
    sync(path.parent)


def half_written(path: Path) -> list[Path]:
    """What writers of `path` left beside it that were killed before they could put it there."""
    return sorted(path.parent.glob(f".{path.name}.*.tmp"))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write the checksums of the files in `folder` beside them."""
    files = [path for path in sorted(folder.iterdir()) if path.name != SUMS]
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def sums_hold(folder: Path) -> bool:
    """Whether `folder` holds the files that its checksums name, byte for byte."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        listed = {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}
        there = {path.name for path in folder.iterdir()} - {SUMS}
        return listed.keys() == there and all(
            sha256_of(folder / name) == sha256 for name, sha256 in listed.items()
        )
    except (OSError, ValueError):
        return False
