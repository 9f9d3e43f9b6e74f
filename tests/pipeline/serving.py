"""A Prefect server that schedules, and `alongside serve` beside it, each a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.network_guard import PYTHON_PATH

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
            # The tagger and the gazetteer take longer to load than a few short texts to read.
            "ALONGSIDE_MODEL": "nowhere",
            "ALONGSIDE_GAZETTEER": "nowhere",
            "ALONGSIDE_WORKERS": "1",
        }
        | more
    )


def wait_until(condition: Callable[[], bool], *processes: subprocess.Popen[bytes]) -> None:
    """Wait for a condition as long as it takes, and as long as the processes live."""
    while not condition():
        for process in processes:
            assert process.poll() is None, f"ended with {process.returncode}"
        time.sleep(0.1)


@contextmanager
def scheduling_server(folder: Path) -> Iterator[str]:
    """Address of a whole Prefect server; the one the other tests share has no scheduler."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, *command],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        url = f"http://127.0.0.1:{port}/api"
        try:
            wait_until(lambda: _answers(url), server)
            yield url
        finally:
            server.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").is_success
    except httpx.HTTPError:
        return False


def ask(url: str, kind: str, **filters: object) -> list[dict[str, object]]:
    """Objects of a kind that a server knows."""
    return httpx.post(f"{url}/{kind}/filter", json=filters).raise_for_status().json()
