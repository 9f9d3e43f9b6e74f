"""The flow's own body without Prefect around it, for what runs many hundreds of times.

Prefect takes as long as the work itself where three short texts are the corpus, and what it adds
(states, retries, a server) has no part in what is published. The body is `flows.pipeline.run_flow`
as it stands: only its tasks are called as the functions they are made of.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from prefect import Task

from flows import pipeline
from flows.outcome import Outcome
from flows.settings import Settings

TASKS = ("read_sources", "extract_part", "model", "check", "export_datasets", "compare")


class _Function:
    """A task as its function."""

    def __init__(self, task: Task[..., Any]) -> None:
        self._function: Callable[..., Any] = task.fn

    def __call__(self, *arguments: object) -> Any:
        return self._function(*arguments)

    def submit(self, *arguments: object) -> "_Done":
        done = _Done()
        try:
            done.set_result(self(*arguments))
        except Exception as error:
            done.set_exception(error)
        return done


class _Done(Future[Any]):
    def wait(self) -> None:
        """Nothing to wait for."""


class _Crew:
    """Extracts parts one after another."""

    def submit(self, task: _Function, part: object) -> None:
        task(part, None)

    def finish(self, futures: Sequence[None]) -> None:
        """All are done."""


@contextmanager
def _crew_for(_: Settings) -> Iterator[_Crew]:
    yield _Crew()


def run(sources: Sequence[str], settings: Settings, **options: Any) -> Outcome:
    """Do what `flows.pipeline.run` does."""
    functions = {name: _Function(getattr(pipeline, name)) for name in (*TASKS, "publish_snapshot")}
    with patch.multiple(pipeline, crew_for=_crew_for, **functions):
        return pipeline.run_flow.fn(sources, settings, **options)
