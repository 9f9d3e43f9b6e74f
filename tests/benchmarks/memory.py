"""Peak memory of this process, by what it was doing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from tests.benchmarks.watching import watching

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

    def look() -> None:
        name = doing()
        found[name] = max(found.get(name, 0), resident())

    with watching(look, _EVERY_SECONDS):
        yield found
