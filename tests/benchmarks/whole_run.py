"""A whole run, after Prefect has started: `WAREHOUSE SOURCE ...`. Prints JSON."""

import json
import os
import sys
import time
from pathlib import Path

from prefect import flow

from flows import progress
from flows.pipeline import run
from flows.settings import Settings
from flows.store import connect
from tests.benchmarks.memory import peaks, resident


@flow
def warm_up() -> None:
    """The first flow of a process starts Prefect's server."""


class Stage:
    """The step the run announced last; steps that overlap count for the later one."""

    def __init__(self) -> None:
        self.name = "before"

    def __call__(self, event: progress.Event) -> None:
        if not event.documents and not event.size:
            self.name = event.stage


def main(warehouse: Path, sources: list[str]) -> None:
    """Run once and print seconds and peaks per step."""
    warm_up()
    stage, before, load = Stage(), resident(), os.getloadavg()[0]
    with progress.listening(stage), peaks(lambda: stage.name) as found:
        begun, cpu = time.perf_counter(), time.process_time()
        outcome = run(sources, Settings(warehouse=warehouse))
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    with connect(warehouse=warehouse) as connection:
        query = "SELECT count(*), coalesce(sum(strlen(text)), 0) / 1e6 FROM documents"
        documents, megabytes = connection.sql(query).fetchall()[0]
    report = {
        "documents": documents,
        "megabytes": megabytes,
        "seconds": seconds,
        "cpu": cpu,
        "load": load,
        "before": before,
        "peak": max(found.values()),
        "stages": {
            name: {"seconds": taken, "peak": found.get(name, 0)}
            for name, taken in outcome.seconds.items()
        },
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
