"""A reader's connection: one pinned snapshot, and nothing else of the machine."""

from __future__ import annotations  # as text: see models

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.errors import AlongsideError
from flows.folders import DATABASE
from flows.store.layout import Warehouse
from flows.store.snapshots import resolve

#: What queries may put aside on disk, all together.
_SPILL = "16GB"


class Limits(NamedTuple):
    """What a query may use."""

    memory: str = "2GB"
    threads: int | None = None


def connect(
    snapshot: str | None = None,
    warehouse: Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - immutable
) -> duckdb.DuckDBPyConnection:
    """Open a published snapshot read-only.

    The connection cannot write, read other files, load extensions or change settings. It stays on
    its snapshot however often a run publishes meanwhile.

    Args:
        snapshot: Id, start of an id, or pin; the current one by default.
        warehouse: Folder of the warehouse; `ALONGSIDE_WAREHOUSE` or ./warehouse by default.
        limits: Memory and threads.

    Raises:
        UsageError: Nothing is published there, or there is no such snapshot.
        AlongsideError: The file cannot be opened, or a limit is none.
    """
    place = Warehouse.at(warehouse)
    path = place.snapshot(resolve(place, snapshot).id) / DATABASE
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        # DuckDB's own choice is beside the file, in a snapshot that must not change.
        "temp_directory": str(_spill_folder()),
        "max_temp_directory_size": _SPILL,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        # A name in a query is that of a table, never of a frame in the program that asks.
        "python_enable_replacements": "false",
    }
    if limits.threads:
        config["threads"] = str(limits.threads)
    try:
        connection = duckdb.connect(str(path), read_only=True, config=config)
        # An extension's setting and a session's, which a configuration cannot hold.
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")
        # Only now: with it no folder can be named for what does not fit into memory.
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection
    except duckdb.Error as error:
        raise AlongsideError(f"the snapshot cannot be opened: {error}") from error


@cache
def _spill_folder() -> Path:
    """A folder for this process alone, gone when it ends."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
