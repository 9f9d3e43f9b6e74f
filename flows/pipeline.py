"""The flow, top to bottom as the data path: sources, parts, build, checks, snapshot.

Tasks hand on references (folders, keys), never frames. What is done already is known from the
store, so Prefect caches nothing. `python -m flows.pipeline [SOURCE ...]` runs it.
"""

import flows.prefect_defaults  # noqa: F401

# isort: split
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    temporary_settings,
)
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import extraction, progress
from flows.address import refuse_secret
from flows.errors import AlongsideError, UsageError
from flows.ingest import Root
from flows.manifest import manifest
from flows.outcome import Outcome
from flows.run import Run
from flows.runners.crew import crew_for
from flows.runners.processes import Workers
from flows.settings import Settings
from flows.steps import STEPS
from flows.store import publish, snapshots
from flows.store.build import Build, building
from flows.store.changes import compare_with_parent
from flows.store.checks import run_checks
from flows.store.collapse import stop_collapse
from flows.store.collect import collect
from flows.store.export import export
from flows.store.layout import Warehouse
from flows.store.lock import exclusive
from flows.store.rubbish import sweep
from flows.store.runs import RunLog, recording
from flows.teardown import hush_teardown


@task(cache_policy=NO_CACHE, task_run_name="read sources")
def read_sources(run: Run, roots: Sequence[Root]) -> Iterator[str]:
    """Sources to parts of documents; a key comes as soon as its part is written."""
    yield from run.read(roots)


@task(cache_policy=NO_CACHE, task_run_name="extract {part.key}")
def extract_part(part: extraction.Part, workers: Workers | None) -> progress.Event:
    """A part of documents to sentences, mentions and evidence; here, or in one of `workers`."""
    done = workers.extract(part) if workers else extraction.extract_part(part)
    # Heard by the run's own process only.
    progress.tell(done)
    return done


@task(cache_policy=NO_CACHE, task_run_name="model {build.folder.name}")
def model(run: Run, build: Build) -> None:
    """Parts to tables, in a fresh DuckDB file."""
    with run.step("model"):
        build.load(run.part_files(), run.tables())
        build.run_models(STEPS)


@task(cache_policy=NO_CACHE, task_run_name="check {build.folder.name}")
def check(run: Run, build: Build) -> list[str]:
    """The tables against the snapshot before and every check; one offending row ends the run."""
    with run.step("check"):
        stop_collapse(build, run.parent_folder, run.roots.keys(), run.settings.max_loss)
        return run_checks(build, run.tally)


@task(cache_policy=NO_CACHE, task_run_name="export {build.folder.name}")
def export_datasets(run: Run, build: Build) -> dict[str, int]:
    """Tables to Parquet files; returns the rows of each."""
    with run.step("export"):
        return export(build)


@task(cache_policy=NO_CACHE, task_run_name="compare {build.folder.name}")
def compare(run: Run, build: Build) -> dict[str, int]:
    """The exported datasets against those of the snapshot before; returns rows of the reports."""
    with run.step("compare"):
        return compare_with_parent(build, run.warehouse, run.parent)


@task(cache_policy=NO_CACHE, task_run_name="publish {folder.name}")
def publish_snapshot(run: Run, folder: Path, rows: dict[str, int], passed: list[str]) -> None:
    """Seal the folder, move it among the snapshots, and commit."""
    snapshot = folder.name
    with run.step("seal"):
        publish.seal(folder, manifest(run, snapshot, passed), rows)
    with run.step("place"):
        run.write_ledger(snapshot)
        publish.put_in_place(run.warehouse, folder, snapshot)
    with run.step("commit"):
        snapshots.commit(run.warehouse, snapshot)
    with run.step("link"):
        snapshots.link(run.warehouse)
    _collect(run)


def _collect(run: Run) -> None:
    with run.step("collect"):
        collect(run.warehouse, run.settings.keep_snapshots, run.settings.keep_days)


def _make_parts(run: Run, sources: Sequence[str], forget: str | None) -> None:
    """Read what changed, and extract each part as soon as its key is known.

    Whatever fails, nobody works for the run any more when this returns (workers of a cluster aside,
    whose late parts do no harm: see `write_extracted`).
    """
    with crew_for(run.settings) as crew:
        with run.step("read"):
            keys = read_sources(run, run.choose(sources, forget))
            futures = [crew.submit(extract_part, run.to_extract(key)) for key in keys]
        with run.step("extract"):
            futures += [crew.submit(extract_part, run.to_extract(key)) for key in run.unextracted()]
            crew.finish(futures)
    run.reject_broken()


@flow(name="alongside", validate_parameters=False)
def run_flow(
    sources: Sequence[str] = (),
    settings: Settings | None = None,
    full: bool = False,
    forget: str | None = None,
) -> Outcome:
    """Take in what changed below `sources` and publish a snapshot.

    Args:
        sources: Files, folders, globs or addresses; all known roots by default, the sample corpus
            where none is known.
        settings: Settings of the run; from the environment by default.
        full: Read and extract everything again.
        forget: Drop this root instead of refreshing any.

    Raises:
        UsageError: A source, the lexicon or a root is not what it should be.
        WarehouseLocked: Another run is writing.
        CheckFailed: A check returned rows; nothing was published.
        Collapsed: Most of what is published would be gone; nothing was published.
        AlongsideError: Any other failure with a reason.
    """
    settings = settings or Settings()
    warehouse = Warehouse.at(settings.warehouse)
    if forget is None:
        warehouse.create()
    with exclusive(warehouse), recording(warehouse, sources, full=full) as log:
        sweep(warehouse)
        snapshots.link(warehouse)
        run = Run(settings, full=full)
        log.seconds = run.seconds
        _make_parts(run, sources, forget)
        if run.nothing_changed():
            run.remember_files()
            # A run that was killed once it had committed has not come to it.
            _collect(run)
            return _noted(log, run.outcome(None, {}))
        folder = publish.staging_folder(warehouse, run.next_id())
        with building(folder, settings) as build:
            model(run, build)
            passing, exported = check.submit(run, build), export_datasets.submit(run, build)
            # Whichever fails, the build is closed only when both are through with it.
            passing.wait()
            exported.wait()
            passed, rows = passing.result(), exported.result()
            reported = compare(run, build)
        publish_snapshot(run, folder, rows | reported, passed)
        return _noted(log, run.outcome(folder.name, rows))


def _noted(log: RunLog, outcome: Outcome) -> Outcome:
    log.came_to(outcome.summary())
    return outcome


def run(
    sources: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    full: bool = False,
    forget: str | None = None,
) -> Outcome:
    """Run the flow with as many parallel parts as the settings say; see `run_flow`."""
    for source in sources:
        # Prefect keeps the parameters of a flow, and the warehouse those of a run.
        refuse_secret(source)
    settings = settings or Settings()
    runner = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(settings.workers))
    with _own_server(settings) if not PREFECT_API_URL.value() else nullcontext():
        return run_flow.with_options(task_runner=runner)(sources, settings, full, forget)


@contextmanager
def _own_server(settings: Settings) -> Iterator[None]:
    """Make good use of the seconds in which Prefect starts a server of the run's own: read what
    extraction looks things up in. What that may raise, the run itself will come upon.

    Heartbeats tell a server that a run has died. A server that lives as long as the run cannot hear
    that, and waiting for the heartbeat's thread at the end would cost a second.
    """
    with (
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        ThreadPoolExecutor(1) as meanwhile,
    ):
        if settings.runner == "threads":
            meanwhile.submit(extraction.equip, extraction.Tables.of(settings))
        yield


if __name__ == "__main__":
    hush_teardown()
    try:
        run(sys.argv[1:])
    except AlongsideError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
