"""`kill -9` at every step: what was published stays whole, and the next run finishes."""

import shutil

import pytest

from flows.errors import UsageError
from flows.store import Warehouse, connect, snapshots
from tests.pipeline.corpus import Corpus, assert_whole, sha256_of_datasets
from tests.pipeline.killing import run_and_kill

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
#: Steps that need no extraction of their own; those before show what becomes of a killed one.
EXTRACTED = STEPS[STEPS.index("model") :]
#: A task that Prefect runs beside another. Elsewhere it has no part in what a dead run leaves, and
#: takes longer than the run.
THROUGH_PREFECT = ("export",)
#: From here on the new snapshot is the current one.
COMMITTED = ("link", "collect")


def change(corpus: Corpus) -> None:
    (corpus.texts / "mosul.txt").write_text("Turkey watched Mosul.")
    (corpus.texts / "new.txt").write_text("Iran spoke to Turkey.")
    (corpus.texts / "tikrit.txt").unlink()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The changed corpus after a second run that nobody killed."""
    corpus = Corpus(tmp_path_factory.mktemp("undisturbed"))
    corpus.run(corpus.texts)
    change(corpus)
    corpus.run()
    return corpus


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_run_harms_nothing(
    step: str, published: Corpus, undisturbed: Corpus, prefect_server: str
) -> None:
    before = sha256_of_datasets(published.warehouse)
    expected = sha256_of_datasets(undisturbed.warehouse)
    change(published)
    if step in EXTRACTED:
        parts = published.warehouse / "parts"
        shutil.copytree(undisturbed.warehouse / "parts", parts, dirs_exist_ok=True)
    server = prefect_server if step in THROUGH_PREFECT else None
    run_and_kill(published.texts, published.warehouse, step, server)

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
    step: str, corpus: Corpus, prefect_server: str
) -> None:
    run_and_kill(corpus.texts, corpus.warehouse, step, prefect_server)
    with pytest.raises(UsageError, match="nothing is published"):
        connect(warehouse=corpus.warehouse)
    assert corpus.run(corpus.texts).tally.new == 3
    # What was extracted before the kill was not done again.
    assert corpus.extracted == 0
    assert_whole(corpus.warehouse)
