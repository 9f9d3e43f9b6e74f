"""One writer per warehouse: an flock that the kernel releases however the process ends."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from flows.errors import AlongsideError, WarehouseLocked
from flows.store.layout import Warehouse


@contextmanager
def exclusive(warehouse: Warehouse) -> Iterator[None]:
    """Hold the warehouse for writing.

    Raises:
        WarehouseLocked: Another process holds it; readers are not affected.
        AlongsideError: The lock file cannot be written.
    """
    warehouse.create()
    try:
        descriptor = os.open(warehouse.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        message = f"cannot write to the warehouse {warehouse.folder}: {error.strerror}"
        raise AlongsideError(message) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 4096, 0).decode(errors="replace") or "another process"
            message = (
                f"the warehouse {warehouse.folder} is being written by {holder}; "
                "try again when it has finished (reading works meanwhile)"
            )
            raise WarehouseLocked(message) from error
        # Only for the message above: the lock itself is the kernel's.
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)
