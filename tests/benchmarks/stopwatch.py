"""Seconds and peak memory of named stages that come again for every batch."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.memory import peaks


class Stopwatch:
    """Adds up what each stage takes; use `measuring()` around all of them."""

    def __init__(self) -> None:
        self.stages: dict[str, dict[str, float]] = {}
        self._stage = "between stages"

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Watch memory inside the block."""
        with peaks(lambda: self._stage) as found:
            yield
        for name, stage in self.stages.items():
            stage["peak"] = found.get(name, 0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take the time of one turn of a stage."""
        before, self._stage = self._stage, name
        begun = time.perf_counter()
        try:
            yield
        finally:
            stage = self.stages.setdefault(name, {"seconds": 0.0})
            stage["seconds"] += time.perf_counter() - begun
            self._stage = before
