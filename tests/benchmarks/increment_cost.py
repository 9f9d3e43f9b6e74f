"""What a run costs that finds nothing new, or a hundred texts more, against a full run."""

import json
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flows import progress
from flows.outcome import Outcome
from flows.pipeline import run
from flows.settings import Settings
from flows.store import connect
from tests.benchmarks.whole_run import warm_up

N_ADDED = 100


class Cost(NamedTuple):
    """Seconds of one run: on the clock, of the processor, and both for each step."""

    wall: float
    cpu: float
    steps: dict[str, tuple[float, float]]


class Meter:
    """CPU seconds of each step; steps that overlap count for the one announced last."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = {}
        self._step, self._since = "before", time.process_time()

    def __call__(self, event: progress.Event) -> None:
        if not event.documents and not event.size:
            now = time.process_time()
            self.cpu[self._step] = self.cpu.get(self._step, 0) + now - self._since
            self._step, self._since = event.stage, now


def measured(sources: list[Path], settings: Settings) -> tuple[Outcome, Cost]:
    """A run and its cost."""
    meter, wall, cpu = Meter(), time.perf_counter(), time.process_time()
    with progress.listening(meter):
        outcome = run([str(each) for each in sources], settings)
    cost = time.perf_counter() - wall, time.process_time() - cpu
    meter(progress.Event("after"))
    steps = {name: (taken, meter.cpu.get(name, 0)) for name, taken in outcome.seconds.items()}
    return outcome, Cost(*cost, steps)


def write_more(warehouse: Path, file: Path) -> Path:
    """A hundred texts, each of the words of two that are published."""
    with connect(warehouse=warehouse) as connection:
        query = f"SELECT text FROM documents ORDER BY doc_id LIMIT {2 * N_ADDED}"
        texts = [text for (text,) in connection.sql(query).fetchall()]
    pairs = zip(texts[::2], texts[1::2], strict=False)
    lines = [
        json.dumps({"id": at, "text": f"{one} {other}"}) for at, (one, other) in enumerate(pairs)
    ]
    file.write_text("\n".join(lines))
    return file


def main(source: Path) -> None:
    """Run three times and print what each run cost."""
    warm_up()
    print(f"{source}, {Settings().workers} workers, load {os.getloadavg()[0]:.1f} before it began")
    with TemporaryDirectory() as folder:
        settings = Settings(warehouse=Path(folder) / "warehouse")
        outcome, full = measured([source], settings)
        print(f"a first run of {outcome.tally.new:,} texts: {_told(full, full)}", flush=True)
        outcome, none = measured([source], settings)
        assert outcome.snapshot is None
        print(f"a run without news: {_told(none, full)}", flush=True)
        more = write_more(settings.warehouse, Path(folder) / "more.jsonl")
        outcome, added = measured([source, more], settings)
        print(f"a run with {outcome.tally.new:,} texts more: {_told(added, full)}")


def _told(cost: Cost, full: Cost) -> str:
    steps = [f"  {name}: {wall:.2f} s, CPU {cpu:.2f} s" for name, (wall, cpu) in cost.steps.items()]
    return "\n".join(
        [
            f"{cost.wall:.1f} s ({cost.wall / full.wall:.1%}), "
            f"CPU {cost.cpu:.1f} s ({cost.cpu / full.cpu:.1%})",
            *steps,
        ]
    )
