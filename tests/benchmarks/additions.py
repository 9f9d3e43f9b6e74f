"""What statistics, stories and time add to a run: `python -m tests.benchmarks.additions SOURCE`.

Runs once, one model after another, and counts the CPU seconds of each; what only changes against
the snapshot before cost is not there in a first run. `cooccurrences` counts and computes statistics
in one statement, so the share is printed with nothing of it and with all of it.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from flows import describe
from flows.settings import Settings
from flows.store.build import Build
from tests.pipeline.bare import run

COUNTS = "cooccurrences"
#: Beginnings of the names of models and steps, by what they are for.
FAMILIES = {
    "statistics": ("stg_pair_tables", "stg_significance"),
    COUNTS: (COUNTS,),
    "stories": ("sketch", "stg_sketches", "stg_stor", "stg_document_numbers"),
    "time": ("timeline", "shifts", "stg_shift", "stg_periods", "stg_adjacent"),
    "network": ("centrality", "stg_centrality", "stg_ties"),
}


class Meter:
    """CPU seconds of functions by a name that their arguments give."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def around(self, name: Callable[..., str], function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, whose seconds count."""

        def counted(*arguments: Any) -> Any:
            begun = time.process_time()
            found = function(*arguments)
            key = name(*arguments)
            self.seconds[key] = self.seconds.get(key, 0) + time.process_time() - begun
            return found

        return counted


def family(name: str) -> str | None:
    """What a model or step is for; none where a run would need it anyway."""
    return next((key for key, starts in FAMILIES.items() if name.startswith(starts)), None)


def main(source: str) -> None:
    """Print the seconds of every family, and those of their models."""
    meter = Meter()
    models = meter.around(lambda _, model: model.name, Build._run)
    steps = meter.around(lambda _, name, __: name, Build._make)
    sketch = meter.around(lambda *_: "sketch", describe.sketch)
    print(f"{source}, load {os.getloadavg()[0]:.1f} before it began")
    with (
        TemporaryDirectory() as folder,
        patch.multiple(Build, _run=models, _make=steps),
        patch.object(describe, "sketch", sketch),
    ):
        begun = time.process_time()
        run([source], Settings(warehouse=Path(folder), workers=1))
        whole = time.process_time() - begun
    sums: dict[str, float] = {}
    for each in FAMILIES:
        of_family = {name: taken for name, taken in meter.seconds.items() if family(name) == each}
        sums[each] = sum(of_family.values())
        told = ", ".join(f"{name} {taken:.2f}" for name, taken in of_family.items())
        print(f"{each}: {sums[each]:.1f} CPU s ({told})")
    most = sum(sums.values())
    least = most - sums[COUNTS]
    print(
        f"all of it {least:.1f} to {most:.1f} of {whole:.1f} CPU s: "
        f"{least / (whole - least):.0%} to {most / (whole - most):.0%} over the rest"
    )


if __name__ == "__main__":
    main(sys.argv[1])
