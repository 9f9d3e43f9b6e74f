"""Runs that are killed; imports of flows wait, because the process that forks them must not."""

import multiprocessing
import os
import signal
from pathlib import Path

#: What takes long to import and starts no thread: a thread would not survive the fork.
PRELOADED = [
    "prefect.flow_engine",
    "prefect.task_runners",
    "duckdb",
    "pyarrow.parquet",
    "polars",
    "dataframely",
]


def run_and_kill(source: Path, warehouse: Path, step: str, server: str | None = None) -> None:
    """Run in a process of its own, a fork of one that has imported Prefect, and have it killed
    where `step` begins (`extract`: where the first part is done). Without a server it is the flow's
    own body that runs.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    process = context.Process(target=_run_until, args=(source, warehouse, step, server))
    process.start()
    process.join(60)
    code = process.exitcode
    process.kill()
    assert code == -signal.SIGKILL, f"the run ended with {code} before it came to {step}"


def _run_until(source: Path, warehouse: Path, step: str, server: str | None) -> None:
    # ruff: noqa: PLC0415 - see PRELOADED
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows import pipeline, progress
    from flows.settings import Settings
    from tests.pipeline import bare
    from tests.pipeline.corpus import WITHOUT_TABLES

    def listener(event: progress.Event) -> None:
        if event.stage == step and (step != "extract" or event.documents):
            os.kill(os.getpid(), signal.SIGKILL)

    with temporary_settings({PREFECT_API_URL: server}), progress.listening(listener):
        settings = Settings(warehouse=warehouse, workers=1, keep_days=0, **WITHOUT_TABLES)
        (pipeline if server else bare).run([str(source)], settings)
