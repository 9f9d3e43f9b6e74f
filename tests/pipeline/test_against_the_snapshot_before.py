"""What a run reports against the snapshot before, and a run that would lose most of it."""

import shutil

import polars as pl
import pytest

from flows.contracts import DATASETS, REPORTS
from flows.errors import Collapsed
from flows.store import Warehouse, connect, snapshots
from tests.pipeline.corpus import Corpus, assert_whole, sha256_of_datasets


def counts(corpus: Corpus, dataset: str) -> tuple[int, ...]:
    row = corpus.read("changes").filter(dataset=dataset)
    return row.select("n_before", "n_after", "n_added", "n_removed", "n_changed").row(0)


def test_a_first_snapshot_adds_everything(published: Corpus) -> None:
    changes = published.read("changes")
    assert changes["dataset"].to_list() == sorted(DATASETS)
    assert changes["parent"].is_null().all()
    assert counts(published, "documents") == (0, 3, 3, 0, 0)
    assert published.read("movements").is_empty()


def test_a_run_reports_what_it_changed_beside_the_datasets(published: Corpus) -> None:
    parent = snapshots.current_id(Warehouse.at(published.warehouse))
    (published.texts / "mosul.txt").write_text("Turkey and Iran watched Mosul.")
    (published.texts / "tikrit.txt").unlink()
    (published.texts / "new.txt").write_text("Turkey met Iran. Turkey met Iran.")
    published.run()
    assert counts(published, "documents") == (3, 3, 1, 1, 1)
    assert published.read("changes")["parent"].unique().to_list() == [parent]
    with connect(warehouse=published.warehouse) as connection:
        moved = connection.execute("SELECT name_a, name_b, n_before, n_after FROM movements")
        assert ("Iran", "Turkey", 0, 3) in moved.fetchall()
        assert connection.execute("SELECT count(*) FROM changes").fetchone() == (len(DATASETS),)
    assert_whole(published.warehouse)
    current = snapshots.current(Warehouse.at(published.warehouse))
    assert current is not None
    assert list(current.manifest["reports"]) == list(REPORTS)
    assert current.manifest["datasets"].keys() == DATASETS.keys()


def test_a_full_run_changes_no_row(published: Corpus) -> None:
    published.run(full=True)
    changes = published.read("changes")
    assert changes.select(pl.col("n_added", "n_removed", "n_changed").sum()).row(0) == (0, 0, 0)
    assert changes["compared"].unique().to_list() == ["all"]


def test_a_folder_that_was_emptied_by_accident_stays_published(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    for path in published.texts.iterdir():
        path.unlink()
    says = r"root texts would fall from 3 texts to 0 \(-100%\)\. If that is right, `alongside run"
    with pytest.raises(Collapsed, match=says):
        published.run()
    assert sha256_of_datasets(published.warehouse) == before
    assert_whole(published.warehouse)

    assert published.run(max_loss=1.0).tally.removed == 3
    assert published.read("documents").is_empty()
    assert counts(published, "documents") == (3, 0, 0, 3, 0)


def test_a_root_may_be_forgotten_and_another_is_watched_still(published: Corpus) -> None:
    other = published.folder / "other"
    other.mkdir()
    (other / "turkey.txt").write_text("Turkey spoke.")
    published.run(other)
    (other / "turkey.txt").unlink()
    with pytest.raises(Collapsed, match="root other would fall from 1 texts to 0"):
        published.run()
    shutil.rmtree(published.texts)
    published.run(forget="texts")
    assert published.paths() == ["turkey.txt"]
