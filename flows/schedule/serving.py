"""`serve`: one deployment on a Prefect server, and the runner that starts its runs here."""

import flows.prefect_defaults  # noqa: F401

# isort: split
import asyncio
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.schedules import Schedule
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, temporary_settings

from flows import __version__
from flows.errors import AlongsideError, UsageError
from flows.schedule.scheduled import scheduled

#: Where `prefect server start` listens if nobody says otherwise.
_USUAL_SERVER = "http://127.0.0.1:4200/api"
#: A run that comes while another is going on is dropped, not queued: the next one takes in all it
#: would have, and where runs take longer than the interval a queue would only grow.
_ONE_AT_A_TIME = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
)


#: How Ctrl-C and a SIGTERM come out of the runner.
_ENDED = (KeyboardInterrupt, asyncio.CancelledError)


@dataclass(frozen=True)
class Plan:
    """What to serve."""

    schedule: Schedule
    when: str
    """The schedule as it was typed."""
    sources: list[str]
    warehouse: Path
    name: str

    @property
    def parameters(self) -> dict[str, Any]:
        """Parameters of every run; the warehouse as an absolute path, since people read them."""
        return {"sources": self.sources, "warehouse": str(self.warehouse.absolute())}


@dataclass(frozen=True)
class Served:
    """A deployment that is being served."""

    name: str
    page: str
    """Address of its page in Prefect's UI."""


class _Runner(Runner):
    """Prefect's runner, which a SIGTERM ends as Ctrl-C does; its own way out skips its clean-up."""

    def handle_sigterm(self, *args: object, **kwargs: object) -> None:
        if self._loop is not None and (serving := self.serving) is not None:
            self._loop.call_soon_threadsafe(serving.cancel)

    serving: asyncio.Task[object] | None = None
    """What a SIGTERM cancels."""


def serve(plan: Plan, ready: Callable[[Served], None]) -> None:
    """Create the deployment, call `ready` with it, and start its runs until Ctrl-C or a SIGTERM;
    then the schedule is paused.

    Raises:
        UsageError: The name is taken by a schedule of another warehouse, or Prefect refuses it.
        AlongsideError: No server answers.
    """
    url = PREFECT_API_URL.value() or _USUAL_SERVER
    # Whatever was being asked of the server when the end came has no answer to wait for.
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
    with temporary_settings({PREFECT_API_URL: url}), suppress(*_ENDED):
        asyncio.run(_serve(plan, url, ready))


async def _serve(plan: Plan, url: str, ready: Callable[[Served], None]) -> None:
    async with get_client() as client:
        if await client.api_healthcheck() is not None:
            message = (
                f"no Prefect server answers at {url}: start one with `prefect server start`, or "
                "say where it is in PREFECT_API_URL"
            )
            raise AlongsideError(message)
        await _require_own_name(client, plan)
        # A run that is fetched early would keep the others out while it waits for its time.
        runner = _Runner(name=plan.name, prefetch_seconds=0)
        deployment = await _deploy(runner, plan)
        if plan.schedule.interval:
            await client.create_flow_run_from_deployment(deployment)
    page = f"{PREFECT_UI_URL.value()}/deployments/deployment/{deployment}"
    ready(Served(f"{scheduled.name}/{plan.name}", page))
    runner.serving = asyncio.current_task()
    await runner.start()


async def _deploy(runner: Runner, plan: Plan) -> UUID:
    return await runner.aadd_flow(
        scheduled,
        name=plan.name,
        schedule=plan.schedule,
        paused=False,
        concurrency_limit=_ONE_AT_A_TIME,
        parameters=plan.parameters,
        description=f"Takes in what is new, changed or gone, {plan.when}, and publishes it in "
        f"`{plan.parameters['warehouse']}`.",
        tags=["alongside", plan.warehouse.absolute().name],
        version=__version__,
    )


async def _require_own_name(client: PrefectClient, plan: Plan) -> None:
    """Two warehouses under one name would take each other's runs.

    Raises:
        UsageError: The name belongs to another warehouse, or cannot be one.
    """
    if "/" in plan.name or "%" in plan.name or not plan.name.strip():
        raise UsageError(f"{plan.name!r} cannot be a name: it has to be of text without / and %")
    with suppress(ObjectNotFound):
        known = await client.read_deployment_by_name(f"{scheduled.name}/{plan.name}")
        other = known.parameters.get("warehouse")
        if other != plan.parameters["warehouse"]:
            message = f"the schedule {plan.name!r} is that of {other}; choose another with --name"
            raise UsageError(message)
