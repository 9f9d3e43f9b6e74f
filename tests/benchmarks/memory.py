"""Peak memory of this process, by what it was doing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

_EVERY_SECONDS = 0.01


def resident() -> float:
    """Megabytes this process holds now."""
    return psutil.Process().memory_info().rss / 1e6


@contextmanager
def peaks(doing: Callable[[], str]) -> Iterator[dict[str, float]]:
    """Inside the block, look every few milliseconds; the dict holds the peak per answer of
    `doing`, in megabytes.
    """
    found: dict[str, float] = {}
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(_EVERY_SECONDS):
            name = doing()
            found[name] = max(found.get(name, 0), resident())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        finished.set()
        watcher.join()
