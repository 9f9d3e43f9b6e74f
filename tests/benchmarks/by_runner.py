"""`python -m tests.benchmarks.by_runner WAREHOUSE [WORKERS]`.

Extraction of a warehouse's parts into one that is thrown away, by threads and by processes, without
Prefect: seconds by the clock, CPU seconds and peak memory of all processes together.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from flows.extraction import Part, Tables, extract_part, recipe_of
from flows.progress import Event
from flows.runners.processes import Workers
from flows.settings import Settings
from flows.store import Warehouse


def main(warehouse: Path, at_most: int) -> None:
    """Measure both, each with what it has to load."""
    tables = Tables.of(Settings())
    recipe = recipe_of(tables)
    keys = sorted(path.stem for path in (warehouse / "parts" / "documents").glob("*.parquet"))
    print(f"{len(keys)} parts, {at_most} workers, load {os.getloadavg()[0]:.1f}")
    for runner in ("processes", "threads"):
        with TemporaryDirectory() as folder, _measuring(runner):
            Warehouse.at(Path(folder)).create()
            (Path(folder) / "parts" / "documents").symlink_to(warehouse / "parts" / "documents")
            parts = [Part(Path(folder), tables, recipe, key) for key in keys]
            if runner == "threads":
                _extract(extract_part, parts, at_most)
            else:
                with Workers(at_most) as workers:
                    _extract(workers.extract, parts, at_most)


def _extract(extract: Callable[[Part], Event], parts: list[Part], at_most: int) -> None:
    with ThreadPoolExecutor(at_most) as pool:
        size = sum(event.size for event in pool.map(extract, parts))
    print(f"{size / 1e6:.2f} MB")


@contextmanager
def _measuring(name: str) -> Iterator[None]:
    done, peak = threading.Event(), [0.0]

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], _resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    clock, cpu = time.perf_counter(), _cpu()
    yield
    clock, cpu = time.perf_counter() - clock, _cpu() - cpu
    done.set()
    watcher.join()
    print(f"{name:<10} {clock:7.1f} s, CPU {cpu:7.1f} s, peak {peak[0]:,.0f} MB")


def _resident() -> float:
    me = psutil.Process()
    total = 0.0
    for process in (me, *me.children(recursive=True)):
        try:
            total += process.memory_info().rss / 1e6
        except psutil.NoSuchProcess:
            continue
    return total


def _cpu() -> float:
    times = psutil.Process().cpu_times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    given = sys.argv[2:] or [str(Settings().workers)]
    main(Path(sys.argv[1]), int(given[0]))
