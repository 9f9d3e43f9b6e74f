"""The flow of a schedule: one run, tried again where that can help, with a report in Prefect's UI.

Prefect's limit keeps two runs of a deployment apart; the warehouse's lock does so whatever else
writes to it, and a run that finds it held says so and ends well, as the next one makes up for it.
"""

import flows.prefect_defaults  # noqa: F401

# isort: split
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_engine import TaskRunTimeoutError
from prefect.tasks import Task

from flows.errors import AlongsideError, CheckFailed, Collapsed, UsageError, WarehouseLocked
from flows.outcome import Outcome
from flows.pipeline import run_flow
from flows.schedule import reports
from flows.schedule.notice import tell_failure
from flows.settings import Settings
from flows.store.layout import Warehouse

#: Seconds before the second and the third attempt: a file server that restarts, a full disk that
#: somebody clears.
_DELAYS = [60.0, 600.0]
#: What would only happen again.
_FINAL = (UsageError, CheckFailed, Collapsed, WarehouseLocked)


def worth_another_try(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether the next attempt may end otherwise. One that ran out of time would do so again."""
    if state.name == "TimedOut":
        return False
    return not isinstance(state.result(raise_on_failure=False), _FINAL)


@task(
    cache_policy=NO_CACHE,
    task_run_name="attempt",
    retries=len(_DELAYS),
    retry_delay_seconds=_DELAYS,
    retry_condition_fn=worth_another_try,
)
def attempt(sources: list[str], settings: Settings, full: bool) -> Outcome:
    """One run, as `alongside run` does it."""
    return run_flow.fn(sources, settings, full)


def _run_name() -> str:
    parameters, at = flow_run.parameters, flow_run.scheduled_start_time
    return f"{Path(parameters['warehouse']).name} {at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


@flow(
    name="alongside-schedule",
    flow_run_name=_run_name,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def scheduled(
    sources: list[str] | None = None, warehouse: Path = Path("warehouse"), full: bool = False
) -> State[Any]:
    """Take in what is new, changed or gone, and publish a snapshot.

    All other settings come from `ALONGSIDE_…` variables of the process that runs.

    Args:
        sources: Files, folders, globs or addresses; all that the warehouse knows where none is
            named.
        warehouse: Folder the results land in.
        full: Read and extract everything again.
    """
    settings = Settings(warehouse=warehouse)
    once = attempt.with_options(timeout_seconds=settings.run_seconds)
    try:
        outcome = once(sources or [], settings, full)
    except WarehouseLocked as error:
        return _said(Completed(name="Skipped", message=str(error)))
    except TaskRunTimeoutError:
        message = f"ended, as it took longer than {settings.run_seconds:,.0f} seconds"
        return _said(Failed(name="TimedOut", message=message))
    except AlongsideError as error:
        _report(settings, reports.of_failure(error))
        return _said(Failed(message=str(error)))
    _report(settings, reports.of_outcome(outcome, Warehouse.at(settings.warehouse)))
    return _said(Completed(message=_sentence(outcome)))


def artifact_key(warehouse: Path) -> str:
    """Key of a warehouse's reports among Prefect's artifacts; it takes a-z, 0-9 and dashes."""
    name = re.sub("[^a-z0-9]+", "-", warehouse.name.lower()).strip("-")
    return f"alongside-{name}" if name else "alongside"


def _sentence(outcome: Outcome) -> str:
    tally = outcome.tally
    counts = (
        f"texts: {tally.new:,} new, {tally.changed:,} changed, {tally.unchanged:,} unchanged, "
        f"{tally.removed:,} removed, {tally.quarantined:,} quarantined"
    )
    if outcome.snapshot is None:
        return f"nothing changed since snapshot {outcome.current}; {counts}"
    return f"published snapshot {outcome.snapshot}; {counts}"


def _said(state: State[Any]) -> State[Any]:
    """The end of a run, also as a line on standard error."""
    failed = "failed: " if state.is_failed() else ""
    at = datetime.now(UTC)
    print(f"{at:%Y-%m-%d %H:%M:%S} UTC  {failed}{state.message}", file=sys.stderr, flush=True)
    return state


def _report(settings: Settings, markdown: str) -> None:
    """Store a report. What is published is published, with a report or without."""
    try:
        create_markdown_artifact(
            markdown, artifact_key(settings.warehouse.absolute()), "What the last run came to"
        )
    except Exception:
        get_run_logger().warning("the report could not be stored", exc_info=True)
