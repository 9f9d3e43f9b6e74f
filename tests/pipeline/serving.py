"""A Prefect server that schedules, and `alongside serve` beside it, each a process of its own."""

import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import httpx

from tests.network_guard import PYTHON_PATH
from tests.sharing import WITHOUT_RECORDS, started_server

SERVE = [sys.executable, "-c", "from flows.cli import main; main()", "serve"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a process needs to keep to its own Prefect home, and to ask and look often."""
    return (
        os.environ
        | {
            "PYTHONPATH": PYTHON_PATH,
            "PREFECT_HOME": str(home),
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
            "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "0.5",
            # As many as the test waits for, and some that come too early.
            "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "20",
            # The tagger and the gazetteer take longer to load than a few short texts to read.
            "ALONGSIDE_MODEL": "nowhere",
            "ALONGSIDE_GAZETTEER": "nowhere",
            "ALONGSIDE_WORKERS": "1",
        }
        | WITHOUT_RECORDS
        | more
    )


def scheduling_server(home: Path) -> AbstractContextManager[str]:
    """Address of a whole Prefect server; the one the other tests share has no scheduler."""
    return started_server(environment(home))


def ask(url: str, kind: str, **filters: object) -> list[dict[str, object]]:
    """Objects of a kind that a server knows."""
    return httpx.post(f"{url}/{kind}/filter", json=filters).raise_for_status().json()
