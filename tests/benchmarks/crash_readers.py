"""Processes that read what is current, again and again, and count what is not whole."""

import multiprocessing
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from flows.contracts import TABLES
from flows.store import Warehouse, snapshots
from tests.pipeline.corpus import assert_whole

READERS = 2
#: Seconds between two reads: readers are many in the world, but the machine is one.
PAUSE = 0.5


class Readers:
    """Reads from when it is entered until it is left."""

    def __init__(self, warehouse: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._done, self._broken = context.Value("q", 0), context.Value("q", 0)
        self._processes = [
            context.Process(
                target=_read_on, args=(warehouse, self._stop, self._done, self._broken), daemon=True
            )
            for _ in range(READERS)
        ]

    def __enter__(self) -> Self:
        for process in self._processes:
            process.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._stop.set()
        for process in self._processes:
            process.join()

    @property
    def done(self) -> int:
        """Reads so far."""
        return self._done.value

    @property
    def broken(self) -> int:
        """Reads that failed, or found something that is not of one snapshot."""
        return self._broken.value


def _read_on(warehouse: Path, stop: Any, done: Any, broken: Any) -> None:
    parent = multiprocessing.parent_process()
    # Whoever ends the harness by force ends its readers.
    while parent and parent.is_alive() and not stop.wait(PAUSE):
        try:
            # Parquet and DuckDB against the manifest, that against CURRENT.json.
            assert_whole(warehouse)
            _expect_one_snapshot(Warehouse.at(warehouse))
        except Exception:
            traceback.print_exc()
            with broken:
                broken.value += 1
        with done:
            done.value += 1


def _expect_one_snapshot(place: Warehouse) -> None:
    """The file behind the symlink is whole, and one snapshot's."""
    with duckdb.connect(str(place.database), read_only=True) as connection:
        rows = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]
            for name in TABLES
        }
    known = [
        {
            name: facts["rows"]
            for name, facts in (each.manifest["datasets"] | each.manifest["reports"]).items()
        }
        for each in snapshots.every(place)
    ]
    assert rows in known
