"""`python -m tests.benchmarks.crashes [KILLS]`: kill -9 at random instants, with readers active.

Between runs texts are written, changed and removed. Each run is a process of its own that is killed
somewhere in its length; after one to three kills a run is left alone and must publish exactly what
lies on the disk. All the time readers in other processes open what is current, as Parquet and as
DuckDB, and hold it against its manifest. Prints kills by step, reads, and whatever went wrong.

The runs are the flow's own body (tests/pipeline/bare.py), so that most of their length is writing.
"""

import argparse
import multiprocessing
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from flows.store import Warehouse, ledger, snapshots
from tests.benchmarks.crash_readers import Readers
from tests.benchmarks.crashing import STEPS, run_body, settings_of
from tests.pipeline import bare
from tests.pipeline.corpus import (
    TEXTS,
    assert_whole,
    read,
    sha256_of_datasets,
    write_texts,
)
from tests.property.increments import small_lexicon

#: Runs come from a process that has imported everything and started no thread.
CONTEXT = multiprocessing.get_context("forkserver")
MOST_KILLS_IN_A_ROW = 3
#: A clean run takes as long as any; every so many runs that were left alone are held against one.
CLEAN_EVERY = 10
PRINT_EVERY = 5


class Harness:
    """Texts, their warehouse, and the count of what happened."""

    def __init__(self, folder: Path, start: int) -> None:
        self.chance = random.Random(start)
        self.folder = folder
        self.texts = write_texts(folder / "texts", TEXTS)
        # The shipped one takes longer to read than the rest of the run.
        small_lexicon(folder / "lexicon")
        self.warehouse = folder / "warehouse"
        self.count: Counter[str] = Counter()
        self.killed_at: Counter[str] = Counter()
        self.seconds = 0.0

    def change_texts(self) -> None:
        """Write, change or remove one or two of eight texts."""
        for _ in range(self.chance.choice((1, 2))):
            path = self.texts / f"{self.chance.randrange(8)}.txt"
            if path.exists() and self.chance.random() < 0.3:
                path.unlink()
            else:
                number = self.chance.randrange(10**6)
                path.write_text(f"Iran met Turkey in Baghdad. {number} civilians fled Mosul.\n")

    def kill_one(self) -> None:
        """Start a run and kill it somewhere in its length."""
        self.change_texts()
        step = CONTEXT.Value("i", 0)
        process = CONTEXT.Process(target=run_body, args=(self.texts, self.warehouse, step))
        process.start()
        process.join(self.chance.uniform(0, self.seconds))
        process.kill()
        process.join()
        if process.exitcode == -signal.SIGKILL:
            self.count["kills"] += 1
            self.killed_at[STEPS[step.value]] += 1
        else:
            self.count["ended before the kill"] += 1
            self.count["failed by themselves"] += process.exitcode != 0

    def run_alone(self) -> None:
        """A run that nobody kills must complete, and leave nothing behind."""
        step = CONTEXT.Value("i", 0)
        process = CONTEXT.Process(target=run_body, args=(self.texts, self.warehouse, step))
        begun = time.monotonic()
        process.start()
        process.join()
        # What the machine does beside makes runs longer and shorter.
        self.seconds = time.monotonic() - begun
        self.count["runs left alone"] += 1
        if process.exitcode:
            self.count["runs that did not complete"] += 1
            return
        try:
            self._expect_what_is_on_the_disk()
        except AssertionError as error:
            print(f"after a run: {error}", flush=True)
            self.count["runs with another result"] += 1
        self.count["orphans"] += len(self._orphans())

    def _expect_what_is_on_the_disk(self) -> None:
        assert_whole(self.warehouse)
        on_disk = {path.name for path in self.texts.iterdir()}
        numbers = {path.read_text() for path in self.texts.glob("?.txt")}
        documents = read(self.warehouse, "documents")
        assert set(documents["path"]) == on_disk
        assert numbers <= set(documents["text"])
        if self.count["runs left alone"] % CLEAN_EVERY == 1:
            clean = self.folder / "clean"
            bare.run([str(self.texts)], settings_of(clean))
            assert sha256_of_datasets(self.warehouse) == sha256_of_datasets(clean)
            shutil.rmtree(clean)
            self.count["compared with a clean run"] += 1

    def _orphans(self) -> list[Path]:
        """What a killed run left, and no snapshot needs."""
        place = Warehouse.at(self.warehouse)
        known = snapshots.ids(place)
        recipes = {each.manifest["recipe"] for each in snapshots.every(place)}
        parts = {
            key
            for each in known
            for key in ledger.read(place.ledger(each)).get_column("part").drop_nulls()
        }
        extracted = place.parts / "extracted"
        return [
            *place.staging.iterdir(),
            *(path for path in place.ledgers.iterdir() if path.stem not in known),
            *(path for path in (place.parts / "documents").iterdir() if path.stem not in parts),
            *(path for path in extracted.glob("*/*") if path.name not in parts),
            *(path for path in extracted.iterdir() if path.name not in recipes),
            *self.warehouse.glob(".*.tmp"),
        ]


def main(kills: int, start: int) -> int:
    """Kill, read and count; the exit code."""
    CONTEXT.set_forkserver_preload(["tests.benchmarks.crashing"])
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crashes-") as folder:
        harness = Harness(Path(folder), start)
        harness.run_alone()
        with Readers(harness.warehouse) as readers:
            while harness.count["kills"] < kills:
                for _ in range(harness.chance.randint(1, MOST_KILLS_IN_A_ROW)):
                    harness.kill_one()
                harness.run_alone()
                if harness.count["runs left alone"] % PRINT_EVERY == 0:
                    _print(harness, readers, begun)
        _print(harness, readers, begun)
        print("killed at: " + _told(harness.killed_at))
    wrong = ("runs that did not complete", "runs with another result", "orphans")
    return 1 if readers.broken or any(harness.count[name] for name in wrong) else 0


def _print(harness: Harness, readers: Readers, begun: float) -> None:
    shown = Counter(
        {
            "kills": 0,
            "runs left alone": 0,
            "runs that did not complete": 0,
            "runs with another result": 0,
            "orphans": 0,
        }
    )
    shown.update(harness.count)
    shown["reads"], shown["mixed or broken reads"] = readers.done, readers.broken
    print(f"{_told(shown)}; {time.monotonic() - begun:.0f} s", flush=True)


def _told(count: Counter[str]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in count.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(main(given.kills, given.seed))
