"""What the processes of one test session share, so that it is made once and not in each."""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from prefect import settings
from prefect.events.worker import EventsWorker
from prefect.testing.utilities import prefect_test_harness


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
                stack.enter_context(settings.temporary_settings({settings.PREFECT_API_URL: url}))
                stack.enter_context(locked(users, fcntl.LOCK_SH))
                # What Prefect has still to tell the server, before the last user is gone.
                stack.callback(EventsWorker.drain_all)
            else:
                stack.enter_context(prefect_test_harness(server_startup_timeout=180))
                url = settings.PREFECT_API_URL.value() or ""
                _keep_database(folder)
                address.write_text(url)
                stack.enter_context(_last_to_leave(deciding, users, address))
        yield url


def prefect_home(home: Path, folder: Path) -> Path:
    """Prefect's folder for a server of its own: the database is there, whose migrations take
    Prefect longer than all else when it starts. The shared server has been started before.
    """
    home.mkdir()
    shutil.copy(folder / "prefect.db", home)
    return home


def _keep_database(folder: Path) -> None:
    """A copy of the shared server's database, before any run."""
    url = settings.PREFECT_SERVER_DATABASE_CONNECTION_URL.value() or ""
    with (
        closing(sqlite3.connect(url.partition("///")[2])) as made,
        closing(sqlite3.connect(folder / "prefect.db")) as kept,
    ):
        made.backup(kept)


@contextmanager
def _last_to_leave(deciding: Path, users: Path, address: Path) -> Iterator[None]:
    yield
    # Whoever comes now waits until the server is gone.
    with locked(deciding), locked(users):
        address.unlink()
