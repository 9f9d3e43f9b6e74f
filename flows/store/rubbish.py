"""Removal: out of sight in one step, then deleted.

A worker that has outlived its run may still be writing below staging/. Once its folder has another
name, whatever it does next fails, so that it can neither disturb a removal nor put in place what is
half removed.
"""

import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from flows.store.files import half_written, sync
from flows.store.layout import Warehouse


def discard(warehouse: Warehouse, path: Path) -> int:
    """Remove a file or folder of the warehouse; return its size in bytes, 0 where there is none."""
    if not path.exists():
        return 0
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    size = sum(file.stat().st_size for file in files)
    _remove(warehouse, path)
    sync(path.parent)
    return size


def sweep(warehouse: Warehouse) -> None:
    """Empty the staging folder, where only a run that was killed left anything, and remove what it
    left beside the files of the warehouse's own folder. The caller holds the lock.
    """
    for file in (warehouse.pointer, warehouse.pins, warehouse.database, warehouse.objects):
        for path in half_written(file):
            path.unlink(missing_ok=True)
    for path in warehouse.staging.iterdir():
        # Gone: put in place by a worker just now.
        with suppress(FileNotFoundError):
            _remove(warehouse, path)


def _remove(warehouse: Warehouse, path: Path) -> None:
    aside = warehouse.staging / f"gone-{uuid4().hex}"
    path.rename(aside)
    if aside.is_dir() and not aside.is_symlink():
        # What is added to it meanwhile goes with the next sweep.
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.unlink(missing_ok=True)
