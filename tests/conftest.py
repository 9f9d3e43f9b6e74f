"""Fixtures for every test."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from flows.settings import Settings
from flows.teardown import hush_teardown

# `--hypothesis-profile thorough` looks ten times as hard where an example is a whole extraction.
hypothesis_settings.register_profile("quick", max_examples=10)
hypothesis_settings.register_profile("thorough", max_examples=100)
hypothesis_settings.load_profile("quick")

pytest_plugins = ["tests.network_guard"]

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Prefect reads its environment when it is imported, which collecting tests already does."""
    hush_teardown()
    home = tempfile.mkdtemp(prefix="alongside-prefect-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ |= {
        "PREFECT_HOME": home,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "DO_NOT_TRACK": "1",
    }


def pytest_unconfigure(config: pytest.Config) -> None:
    """What Prefect's threads leave is not worth a word."""
    hush_teardown()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real texts that are not part of the project; tests that need them skip without."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with real texts is not there")
    return folder


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[str]:
    """Address of one temporary Prefect server for every flow run of the session."""
    from prefect import settings  # noqa: PLC0415 - many tests need no Prefect
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415

    # Waiting for the heartbeat's thread would add a second to every run.
    quiet = settings.temporary_settings({settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    with prefect_test_harness(server_startup_timeout=180), quiet:
        yield settings.PREFECT_API_URL.value()


@pytest.fixture(scope="session")
def samples(
    prefect_server: str, tmp_path_factory: pytest.TempPathFactory, repository: Path
) -> Path:
    """A warehouse with the sample corpus published; for reading only."""
    from flows.pipeline import run  # noqa: PLC0415 - many tests need no Prefect

    warehouse = tmp_path_factory.mktemp("samples") / "warehouse"
    run([str(repository / "seeds" / "texts")], Settings(warehouse=warehouse, workers=2))
    return warehouse
