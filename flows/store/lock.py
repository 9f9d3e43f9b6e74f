"""One writer per warehouse: an flock that the kernel releases however the process ends."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows.errors import AlongsideError, WarehouseLocked
from flows.store.files import telling_refusals
from flows.store.layout import Warehouse


@contextmanager
def exclusive(warehouse: Warehouse) -> Iterator[None]:
    """Hold the warehouse for writing.

    Raises:
        UsageError: There is none (see `Warehouse.create`).
        WarehouseLocked: Another process holds it; readers are not affected.
        AlongsideError: The file system gives no locks, or takes no more.
    """
    warehouse.require()
    try:
        descriptor = os.open(warehouse.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        message = f"cannot write to the warehouse {warehouse.folder}: {error.strerror}"
        raise AlongsideError(message) from error
    try:
        _lock(descriptor, warehouse)
        with telling_refusals(warehouse.folder):
            # Only for messages: the lock itself is the kernel's.
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, _me().encode(), 0)
            yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, warehouse: Warehouse) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 4096, 0).decode(errors="replace")
        message = (
            f"the warehouse {warehouse.folder} is being written by {holder or 'another process'}; "
            f"try again when it has finished (reading works meanwhile){_elsewhere(holder)}"
        )
        raise WarehouseLocked(message) from error
    except OSError as error:
        message = f"the warehouse {warehouse.folder} cannot be locked: {error.strerror}"
        raise AlongsideError(message) from error


def _me() -> str:
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"process {os.getpid()} on {socket.gethostname()} since {since}"


def _elsewhere(holder: str) -> str:
    """A process of this machine that is gone holds no lock; of another, the file server decides."""
    host = holder.partition(" on ")[2].partition(" since ")[0]
    if host in {"", socket.gethostname()}:
        return ""
    return f"; should {host} be dead, the file server frees the lock when it notices"
