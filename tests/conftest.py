"""Fixtures for every test."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from flows.extraction import Tables, load_lexicon, load_places, load_tagger
from flows.lexicon import Lexicon
from flows.places import Places
from flows.settings import Settings
from flows.tag import Tagger
from flows.teardown import hush_teardown

# `--hypothesis-profile thorough` looks ten times as hard where an example is a whole extraction.
# How long an example takes says nothing about what is right.
hypothesis_settings.register_profile("quick", max_examples=10, deadline=None)
hypothesis_settings.register_profile("thorough", max_examples=100, deadline=None)
hypothesis_settings.load_profile("quick")

pytest_plugins = ["tests.network_guard"]

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Prefect reads its environment when it is imported, which collecting tests already does."""
    hush_teardown()
    # Whatever collecting the tests makes stays: looking through it again and again frees nothing.
    gc.disable()
    home = tempfile.mkdtemp(prefix="alongside-prefect-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    # Processes that tests start would each compile the package anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ |= {
        "PREFECT_HOME": home,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "DO_NOT_TRACK": "1",
    }


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: processes under test are waited for all the time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take longest come first, so that no core is left with one of them at the end."""
    longest = ("docs", "pipeline", "cli", "property", "unit/runners")
    rank = {REPOSITORY / "tests" / name: place for place, name in enumerate(longest)}
    items.sort(key=lambda item: min(rank.get(each, len(rank)) for each in item.path.parents))


def pytest_collection_finish() -> None:
    """From here on tests make garbage."""
    gc.freeze()
    gc.enable()


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
def shipped() -> Lexicon:
    """The lexicon as shipped, the one that runs of this process use."""
    return load_lexicon(Tables.of(Settings()).lexicon)


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The tagger as shipped."""
    loaded = load_tagger(Tables.of(Settings()))
    assert loaded is not None
    return loaded


@pytest.fixture(scope="session")
def places() -> Places:
    """The gazetteer as shipped."""
    loaded = load_places(Tables.of(Settings()))
    assert loaded is not None
    return loaded


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of a session share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def prefect_server(session_folder: Path) -> Iterator[str]:
    """Address of one temporary Prefect server for every flow run of the session.

    Only the README's reader (tests/docs) has Prefect start from nothing, as a user's run does.
    """
    from prefect import settings  # noqa: PLC0415 - many tests need no Prefect

    from tests.sharing import shared_server  # noqa: PLC0415 - imports Prefect

    # Waiting for the heartbeat's thread would add a second to every run.
    quiet = settings.temporary_settings({settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    with shared_server(session_folder) as address, quiet:
        yield address


@pytest.fixture(scope="session")
def samples(prefect_server: str, session_folder: Path, repository: Path) -> Path:
    """A warehouse with the sample corpus published; for reading only."""
    from flows.pipeline import run  # noqa: PLC0415 - many tests need no Prefect
    from tests.sharing import locked  # noqa: PLC0415 - imports Prefect

    warehouse = session_folder / "samples"
    with locked(session_folder / "samples.lock"):
        if not (warehouse / "CURRENT.json").exists():
            run([str(repository / "seeds" / "texts")], Settings(warehouse=warehouse, workers=2))
    return warehouse
