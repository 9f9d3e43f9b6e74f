"""The manifest of a snapshot: what it was made of, by what, when and where."""

import platform
from datetime import UTC, datetime
from typing import Any

from flows import __version__, recipe
from flows.contracts import CONTRACT_VERSION
from flows.run import Run
from flows.store import lineage


def manifest(run: Run, snapshot: str, checks: list[str]) -> dict[str, Any]:
    """Everything about the snapshot that is not in its rows."""
    return {
        "snapshot": snapshot,
        "parent": run.parent.id if run.parent else None,
        "created_at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "alongside": __version__,
        "contract_version": CONTRACT_VERSION,
        "inputs_sha256": run.inputs_sha256,
        "recipe": run.recipe,
        "lexicon_sha256": run.lexicon.sha256,
        "modelling": recipe.modelling(),
        "versions": recipe.libraries(),
        "roots": dict(sorted(run.roots.items())),
        "sources": run.tally._asdict(),
        "corrections": run.corrections(),
        "checks": checks,
        "seconds": {name: round(value, 3) for name, value in run.seconds.items()},
        "host": platform.node(),
        "producer": lineage.PRODUCER,
        "inputs": lineage.inputs(run.ledger, run.roots),
    }
