"""Runs that fail: nothing is published, the reason is told, what was published stays."""

import shutil
import threading
import time
from pathlib import Path

import polars as pl
import pytest

from flows import describe, progress
from flows.errors import AlongsideError, CheckFailed, UsageError, WarehouseLocked
from flows.store import Warehouse, build, checks, snapshots
from flows.store.files import write_sums
from flows.store.lock import exclusive
from tests.pipeline.corpus import Corpus, assert_whole, sha256_of_datasets


@pytest.fixture
def sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the models and checks that a test may change."""
    copy = tmp_path / "sql"
    shutil.copytree(build.SQL, copy)
    monkeypatch.setattr(build, "SQL", copy)
    monkeypatch.setattr(checks, "SQL", copy)
    return copy


def change(corpus: Corpus) -> None:
    (corpus.texts / "new.txt").write_text("Turkey spoke.")


def assert_as_before(corpus: Corpus, before: dict[str, str]) -> None:
    assert sha256_of_datasets(corpus.warehouse) == before
    assert_whole(corpus.warehouse)
    assert len(snapshots.ids(Warehouse.at(corpus.warehouse))) == 1


@pytest.mark.usefixtures("prefect_server")
def test_a_failed_check_publishes_nothing_and_shows_the_rows(published: Corpus, sql: Path) -> None:
    before = sha256_of_datasets(published.warehouse)
    change(published)
    check = sql / "checks" / "no_turkey.sql"
    check.write_text("select entity_id, name from entities where name = 'Turkey'")
    with pytest.raises(CheckFailed, match=r"1 of \d+ checks failed: no_turkey") as raised:
        published.flow()
    assert raised.value.failures == {"no_turkey": "entity_id='country:TR', name='Turkey'"}
    assert_as_before(published, before)

    check.unlink()
    assert published.run().tally.new == 1


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("marts/quarantine", r"sql/marts/quarantine\.sql"),
        ("checks/stories", "what comes after the models"),
    ],
)
def test_where_memory_is_short_it_says_how_to_give_more(
    published: Corpus, sql: Path, query: str, what: str
) -> None:
    before = sha256_of_datasets(published.warehouse)
    change(published)
    greedy = "(select len(list(n)) from range(100_000_000) as numbers (n)) > 0"
    with (sql / f"{query}.sql").open("a") as file:
        file.write(f" and {greedy}\n")
    with pytest.raises(AlongsideError, match=f"{what} needs more .*ALONGSIDE_BUILD_MEMORY=8GB"):
        published.run(build_memory="150MB")
    assert_as_before(published, before)


@pytest.mark.usefixtures("prefect_server")
def test_a_check_may_fail_before_the_export_is_done(published: Corpus, sql: Path) -> None:
    (sql / "checks" / "nothing.sql").write_text("select doc_id from documents")
    change(published)
    checked = threading.Event()

    def hold_export(event: progress.Event) -> None:
        if event.stage == "check":
            checked.set()
        elif event.stage == "export":
            checked.wait(10)
            time.sleep(0.3)

    with progress.listening(hold_export), pytest.raises(CheckFailed, match="nothing"):
        published.flow(workers=2)


def test_a_wrong_part_is_caught_by_a_check(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    (part,) = published.warehouse.glob("parts/extracted/*/*/mentions.parquet")
    pl.read_parquet(part).with_columns(surface=pl.lit("Atlantis")).write_parquet(part)
    write_sums(part.parent)
    change(published)
    with pytest.raises(CheckFailed) as raised:
        published.run()
    assert set(raised.value.failures) == {"surfaces"}
    assert "surface='Atlantis'" in raised.value.failures["surfaces"]
    assert_as_before(published, before)


@pytest.mark.usefixtures("prefect_server")
def test_the_lock_is_held_until_nobody_works_any_more(published: Corpus) -> None:
    place = Warehouse.at(published.warehouse)
    text = "Turkey watched Mosul. Iran spoke to Baghdad.\n" * 40
    for name in ("centre", "east", "north", "south", "west"):
        (published.texts / f"{name}.txt").write_text(f"{name}: {text}")
    published.run(part_bytes=1_000)
    shutil.rmtree(place.parts / "extracted")
    locked: list[bool] = []

    def look(event: progress.Event) -> None:
        if event.stage == "read" and not event.documents:
            # Behind the run's back, which has looked at the parts already: the fourth fails, so
            # that three workers are through with others, and are at others, when it does.
            parts = sorted(place.parts.glob("documents/*.parquet"))
            parts[3].write_bytes(b"no Parquet")
        if event.stage == "extract" and event.documents:
            time.sleep(1)
            try:
                with exclusive(place):
                    locked.append(False)
            except WarehouseLocked:
                locked.append(True)

    with progress.listening(look), pytest.raises(AlongsideError, match="cannot be read"):
        published.flow(workers=3)
    assert locked
    assert all(locked)
    assert list(place.staging.iterdir()) == []


def test_a_model_that_fails_is_named(published: Corpus, sql: Path) -> None:
    before = sha256_of_datasets(published.warehouse)
    change(published)
    (sql / "marts" / "documents.sql").write_text("select no_such_column from part_documents")
    with pytest.raises(AlongsideError, match=r"sql/marts/documents\.sql failed.*no_such_column"):
        published.run()
    assert_as_before(published, before)


def test_a_mart_without_a_contract_is_named(published: Corpus, sql: Path) -> None:
    change(published)
    (sql / "marts" / "surprise.sql").write_text("select 1 as n")
    with pytest.raises(AlongsideError, match="sql/marts and the contracts differ: surprise"):
        published.run()


def test_a_text_that_breaks_a_contract_is_quarantined_alone(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = describe.pair

    def swapped(mentions: pl.DataFrame, stances: pl.DataFrame) -> pl.DataFrame:
        """Evidence with the pairs of the longest text the wrong way round."""
        evidence = found(mentions, stances)
        odd = pl.col("doc_id") == mentions.group_by("doc_id").len().max()["doc_id"].item()
        return evidence.with_columns(
            entity_a=pl.when(odd).then("entity_b").otherwise("entity_a"),
            entity_b=pl.when(odd).then("entity_a").otherwise("entity_b"),
        )

    monkeypatch.setattr(describe, "pair", swapped)
    outcome = corpus.run(corpus.texts)
    assert (outcome.tally.new, outcome.tally.quarantined) == (2, 1)
    assert outcome.tally.identity()
    row = corpus.read("quarantine").row(0, named=True)
    assert (row["stage"], row["reason"]) == ("extract", "contract")
    assert "ordered" in row["detail"]
    assert_whole(corpus.warehouse)
    assert corpus.run().snapshot is None


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("entities.csv", "entity_id,name\n", "entities.csv, line 1: the columns are"),
        ("aliases.csv", None, "aliases.csv is missing"),
    ],
)
def test_a_lexicon_that_is_wrong_is_a_usage_error(
    corpus: Corpus, repository: Path, file: str, text: str | None, message: str
) -> None:
    lexicon = corpus.folder / "lexicon"
    shutil.copytree(repository / "seeds" / "lexicon", lexicon)
    (lexicon / file).unlink()
    if text is not None:
        (lexicon / file).write_text(text)
    with pytest.raises(UsageError, match=message):
        corpus.run(corpus.texts, lexicon=lexicon)
    assert snapshots.current(Warehouse.at(corpus.warehouse)) is None


@pytest.mark.usefixtures("prefect_server")
def test_a_cluster_is_for_a_runner_that_has_one(published: Corpus) -> None:
    with pytest.raises(UsageError, match="for --runner dask or ray, not for processes"):
        published.flow(runner="processes", cluster="tcp://127.0.0.1:1")


def test_a_source_that_is_not_there_is_a_usage_error(published: Corpus) -> None:
    with pytest.raises(UsageError, match="There is no file or folder nowhere"):
        published.run("nowhere")
    # The lock has been given back.
    assert published.run().snapshot is None
