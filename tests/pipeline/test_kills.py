"""`kill -9` at every step: what was published stays whole, and the next run finishes."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import progress
from flows.errors import UsageError
from flows.pipeline import run
from flows.settings import Settings
from flows.store import Warehouse, connect, snapshots
from tests.pipeline.conftest import Corpus, assert_whole, sha256_of_datasets

STEPS = (
    "read",
    "discover",
    "ingest",
    "extract",
    "model",
    "check",
    "export",
    "seal",
    "place",
    "commit",
    "link",
    "collect",
)
#: From here on the new snapshot is the current one.
COMMITTED = ("link", "collect")

Kill = Callable[[Corpus, str], None]


def run_until(step: str, source: Path, warehouse: Path, server: str) -> None:
    """Run in a process of its own that is killed where `step` begins (`extract`: is done)."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    def listener(event: progress.Event) -> None:
        if event.stage == step and (step != "extract" or event.documents):
            os.kill(os.getpid(), signal.SIGKILL)

    with temporary_settings({PREFECT_API_URL: server}), progress.listening(listener):
        run([str(source)], Settings(warehouse=warehouse, workers=1, keep_days=0))


@pytest.fixture(scope="module")
def kill(prefect_server: str) -> Kill:
    """Runs and kills: every process is a fork of one that has imported everything already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.pipeline.test_kills"])

    def run_and_kill(corpus: Corpus, step: str) -> None:
        process = context.Process(
            target=run_until, args=(step, corpus.texts, corpus.warehouse, prefect_server)
        )
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL, f"the run never came to {step}"

    return run_and_kill


def change(corpus: Corpus) -> None:
    (corpus.texts / "mosul.txt").write_text("Turkey watched Mosul.")
    (corpus.texts / "new.txt").write_text("Iran spoke to Turkey.")
    (corpus.texts / "tikrit.txt").unlink()


@pytest.fixture(scope="module")
def expected(
    prefect_server: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What a run on the changed corpus publishes when nobody kills it."""
    corpus = Corpus(tmp_path_factory.mktemp("undisturbed"))
    change(corpus)
    corpus.run(corpus.texts)
    return sha256_of_datasets(corpus.warehouse)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_run_harms_nothing(
    step: str, published: Corpus, kill: Kill, expected: dict[str, str]
) -> None:
    before = sha256_of_datasets(published.warehouse)
    change(published)
    kill(published, step)

    assert_whole(published.warehouse)
    now = sha256_of_datasets(published.warehouse)
    assert now == (expected if step in COMMITTED else before)
    with connect(warehouse=published.warehouse) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (3,)

    outcome = published.run()
    assert (outcome.snapshot is None) == (step in COMMITTED)
    assert_whole(published.warehouse)
    assert sha256_of_datasets(published.warehouse) == expected
    assert list((published.warehouse / "staging").iterdir()) == []
    current = snapshots.current_id(Warehouse.at(published.warehouse))
    assert current is not None
    assert (published.warehouse / "alongside.duckdb").resolve().parent.name == current


@pytest.mark.parametrize("step", ["extract", "commit"])
def test_a_first_run_that_was_killed_has_published_nothing(
    step: str, corpus: Corpus, kill: Kill
) -> None:
    kill(corpus, step)
    with pytest.raises(UsageError, match="nothing is published"):
        connect(warehouse=corpus.warehouse)
    assert corpus.run(corpus.texts).tally.new == 3
    # What was extracted before the kill was not done again.
    assert corpus.extracted == 0
    assert_whole(corpus.warehouse)
