"""The run that is killed; what forks it imports this module, which must start no thread."""

from pathlib import Path
from typing import Any

from flows import progress
from flows.settings import Settings
from tests.pipeline import bare
from tests.pipeline.corpus import WITHOUT_TABLES

STEPS = (
    "start", "read", "discover", "ingest", "extract", "model", "check", "export", "compare",
    "seal", "place", "commit", "link", "collect",
)  # fmt: skip


def run_body(texts: Path, warehouse: Path, step: Any) -> None:
    """One run; `step` tells the parent where it is."""

    def listener(event: progress.Event) -> None:
        if event.stage in STEPS:
            step.value = STEPS.index(event.stage)

    with progress.listening(listener):
        bare.run([str(texts)], settings_of(warehouse))


def settings_of(warehouse: Path) -> Settings:
    return Settings(
        warehouse=warehouse,
        lexicon=warehouse.parent / "lexicon",
        workers=1,
        max_loss=1,
        keep_snapshots=5,
        keep_days=0,
        **WITHOUT_TABLES,
    )
