"""An object -> a file of this machine, whole or not at all, for as long as it is read."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyarrow as pa

from flows.errors import UsageError
from flows.ingest.batch import BadInputError, Member, SourceFile
from flows.ingest.objects.stores import StoredObject, in_words

_BLOCK: Final = 8 << 20
#: Besides those that a store's client makes by itself for every request.
_ATTEMPTS: Final = 2


class _TransferError(Exception):
    """A transfer that came to no good end."""


@contextmanager
def copied(found: StoredObject, folder: Path, max_bytes: int) -> Iterator[SourceFile]:
    """The object as a file, in a folder of its own within `folder` that is removed afterwards.

    Raises:
        BadInputError: It is `too_large`, or `unreadable` in a store that is there.
        AlongsideError: The store is not there any more, which says nothing of the object.
        OSError: `folder` takes no more.
    """
    with TemporaryDirectory(prefix="object-", dir=folder) as place:
        # The object's own name might lead anywhere.
        copy = Path(place) / "copy"
        size = _copy(found, copy, max_bytes)
        as_named = Member(found.name, lambda: copy.open("rb"), depth=0)
        yield SourceFile(found.root, found.path, copy, size, member=as_named)


def _copy(found: StoredObject, copy: Path, max_bytes: int) -> int:
    """Fill `copy` with what the object holds at one point in time; its size in bytes."""
    why = ""
    for _ in range(_ATTEMPTS):
        try:
            return _attempt(found, copy, max_bytes)
        except _TransferError as error:
            why = str(error)
        if not _is_there(found):
            why = "It was removed after it had been listed."
            break
    raise BadInputError("unreadable", f"The object cannot be read: {why}")


def _attempt(found: StoredObject, copy: Path, max_bytes: int) -> int:
    with copy.open("wb") as target:
        for block in _blocks(found, max_bytes):
            target.write(block)
        return target.tell()


def _blocks(found: StoredObject, max_bytes: int) -> Iterator[bytes]:
    """Its bytes; raises _TransferError where they are not all, or not all of the same object."""
    try:
        with closing(found.store.open(found.key)) as source:
            size, version = source.size(), source.metadata()
            if size > max_bytes:
                raise _too_large(size, max_bytes)
            while block := source.read(_BLOCK):
                yield block
            n_read = source.tell()
        with closing(found.store.open(found.key)) as source:
            now = source.size(), source.metadata()
    except (OSError, pa.ArrowException) as error:
        raise _TransferError(in_words(error)) from error
    if n_read != size:
        raise _TransferError(f"The transfer ended after {n_read:,} of {size:,} bytes.")
    if now != (size, version):
        # Large objects come in several answers, and each is about what is there at that time.
        raise _TransferError("It was replaced while it was read.")


def _is_there(found: StoredObject) -> bool:
    """Whether the store still has the object.

    Raises:
        UsageError, AlongsideError: It does not answer, not even about the root.
    """
    try:
        return found.store.stamp(found.key) is not None
    except UsageError:
        # Closed is this one object, or else the store by now, as when credentials run out.
        found.store.kind(found.store.address.key)
        return True


def _too_large(size: int, max_bytes: int) -> BadInputError:
    return BadInputError(
        "too_large",
        f"The object has {size:,} bytes and was not read; the limit is {max_bytes:,}. Split it or "
        "raise max_file_bytes.",
    )
