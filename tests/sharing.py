"""What the processes of one test session share, so that it is made once and not in each."""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx
from prefect import settings
from prefect.events.worker import EventsWorker

#: A server that keeps states of runs and nothing beside: no test asks what became of a task.
WITHOUT_RECORDS = {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
    for service in ("EVENT_PERSISTER", "TASK_RUN_RECORDER", "TRIGGERS", "LATE_RUNS", "FOREMAN")
}


@contextmanager
def locked(file: Path, how: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Hold a lock, which the kernel frees whatever happens."""
    with file.open("a") as handle:
        fcntl.flock(handle, how)
        yield


@contextmanager
def shared_server(folder: Path) -> Iterator[str]:
    """Address of a Prefect server that every process of the session uses.

    Who comes first starts it, and ends it once nobody uses it any more; who comes after that
    starts another.
    """
    deciding, users, address = (folder / f"prefect.{name}" for name in ("lock", "users", "address"))
    with ExitStack() as stack:
        with locked(deciding):
            if address.exists():
                url = address.read_text()
                stack.enter_context(locked(users, fcntl.LOCK_SH))
            else:
                home = folder / "prefect"
                home.mkdir(exist_ok=True)
                # Nobody asks this one what became of a task, which would cost it most of its time.
                url = stack.enter_context(started_server({"PREFECT_HOME": home}, "--no-services"))
                _keep_database(home, folder)
                address.write_text(url)
                stack.enter_context(_last_to_leave(deciding, users, address))
        stack.enter_context(settings.temporary_settings({settings.PREFECT_API_URL: url}))
        # What Prefect has still to tell the server, before the last user is gone.
        stack.callback(EventsWorker.drain_all)
        yield url


@contextmanager
def started_server(environment: Mapping[str, object], *options: str) -> Iterator[str]:
    """Address of a Prefect server, which is a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), *options]
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        env=os.environ | {name: str(value) for name, value in environment.items()},
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
        # Loading certificates that nobody looks at would cost more than the waiting.
        return httpx.get(f"{url}/health", verify=False).is_success
    except httpx.HTTPError:
        return False


def wait_until(condition: Callable[[], bool], *processes: subprocess.Popen[bytes]) -> None:
    """Wait for a condition as long as it takes, and as long as the processes live."""
    while not condition():
        for process in processes:
            assert process.poll() is None, f"ended with {process.returncode}"
        time.sleep(0.2)


def prefect_home(home: Path, folder: Path) -> Path:
    """Prefect's folder for a server of its own: the database is there, whose migrations take
    Prefect longer than all else when it starts. The shared server has been started before.
    """
    home.mkdir()
    shutil.copy(folder / "prefect.db", home)
    return home


def _keep_database(home: Path, folder: Path) -> None:
    """A copy of the shared server's database, before any run."""
    name = "prefect.db"
    with (
        closing(sqlite3.connect(home / name)) as made,
        closing(sqlite3.connect(folder / name)) as kept,
    ):
        made.backup(kept)


@contextmanager
def _last_to_leave(deciding: Path, users: Path, address: Path) -> Iterator[None]:
    yield
    # Whoever comes now waits until the server is gone.
    with locked(deciding), locked(users):
        address.unlink()
