"""Prefect's task runners by the names that settings give them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, cast

from prefect import Task
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture, as_completed
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.errors import AlongsideError, UsageError
from flows.extraction import Part
from flows.progress import Event, tell
from flows.runners.clusters import CLUSTERS
from flows.runners.processes import Workers
from flows.settings import Settings

AnyRunner = TaskRunner[PrefectFuture[Any]]


@dataclass(frozen=True)
class Crew:
    """Who extracts the parts of one run."""

    runner: AnyRunner
    workers: Workers | None = None
    elsewhere: bool = False
    """Whether tasks run where nobody hears of their progress."""

    def submit(self, task: Task[..., Event], part: Part) -> PrefectFuture[Event]:
        """Have a part extracted as soon as somebody is free.

        Raises:
            AlongsideError: The cluster does not answer.
        """
        try:
            return self.runner.submit(task, {"part": part, "workers": self.workers})
        except OSError as error:
            raise AlongsideError(f"the cluster does not answer: {error}") from error

    def finish(self, futures: list[PrefectFuture[Event]]) -> None:
        """Wait for parts, until all are done or one has failed.

        Raises:
            AlongsideError: A part failed, or the cluster gave it up.
        """
        for future in as_completed(futures):
            try:
                done = future.result()
            except AlongsideError:
                raise
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                raise AlongsideError(f"a part has not come back ({reason})") from error
            if self.elsewhere:
                tell(done)


@contextmanager
def crew_for(settings: Settings) -> Iterator[Crew]:
    """The crew that settings name. At the end parts that nobody has begun are dropped, and those
    that threads are at are waited for.

    Raises:
        UsageError: The runner's extra is not installed, or it takes no cluster.
        AlongsideError: The cluster does not answer.
    """
    with ExitStack() as stack:
        if settings.runner in CLUSTERS:
            stack.enter_context(_known_server())
            yield Crew(_begun(CLUSTERS[settings.runner](settings), stack), elsewhere=True)
            return
        if settings.cluster:
            raise UsageError(f"a cluster is for --runner dask or ray, not for {settings.runner}")
        threads = cast("AnyRunner", ThreadPoolTaskRunner(settings.workers))
        # Workers go first, so that no thread waits for one.
        stack.enter_context(threads)
        workers = Workers(settings.workers) if settings.runner == "processes" else None
        yield Crew(threads, stack.enter_context(workers) if workers else None)


def _begun(runner: AbstractContextManager[object], stack: ExitStack) -> AnyRunner:
    try:
        return cast("AnyRunner", stack.enter_context(runner))
    except OSError as error:
        # Ray's words may hold a traceback of the other side; the last line is the reason.
        reason = str(error).strip().rpartition("\n")[2]
        raise AlongsideError(f"the cluster does not answer: {reason}") from error


@contextmanager
def _known_server() -> Iterator[None]:
    """Tell the workers of a cluster which server the run reports to; each would start its own."""
    context = FlowRunContext.get()
    url = str(context.client.api_url) if context else PREFECT_API_URL.value()
    with temporary_settings({PREFECT_API_URL: url}):
        yield
