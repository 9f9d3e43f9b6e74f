"""Progress bars of a run: what each stage has done, in texts and megabytes."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from flows import progress

#: Stages that count texts; the others are steps that begin and end.
_STARTING = "starting"
_COUNTED = {"ingest": "reading", "extract": "extracting"}
_STEPS = {
    "model": "modelling",
    "check": "checking",
    "export": "exporting",
    "seal": "verifying",
    "commit": "publishing",
}


@contextmanager
def progress_bars(console: Console) -> Iterator[None]:
    """Show progress on `console` inside the block; nothing where it is no terminal."""
    if not console.is_terminal:
        yield
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<11}"),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
    )
    with (
        Progress(*columns, console=console, transient=True) as bars,
        progress.listening(_Listener(bars)),
    ):
        yield


class _Listener:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._documents: dict[str, int] = {}
        self._size: dict[str, int] = {}
        # Prefect's server takes seconds to come up; silence would look like a hang.
        self._task(_STARTING, "starting")

    def __call__(self, event: progress.Event) -> None:
        if _STARTING in self._tasks:
            self._bars.remove_task(self._tasks.pop(_STARTING))
        if event.stage in _STEPS:
            self._finish()
            self._task(event.stage, _STEPS[event.stage])
        elif event.stage in _COUNTED and (event.documents or event.size):
            stage = event.stage
            self._documents[stage] = self._documents.get(stage, 0) + event.documents
            self._size[stage] = self._size.get(stage, 0) + event.size
            amount = f"{self._documents[stage]:>9,} texts {self._size[stage] / 1e6:>9,.1f} MB"
            self._bars.update(self._task(stage, _COUNTED[stage]), amount=amount)

    def _task(self, stage: str, description: str) -> TaskID:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(description, total=1, amount="")
        return self._tasks[stage]

    def _finish(self) -> None:
        for task in self._tasks.values():
            self._bars.update(task, completed=1)
