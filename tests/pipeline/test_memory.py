"""What a warehouse keeps in mind from run to run, and from version to version."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows.errors import UsageError
from flows.store import Warehouse, snapshots
from tests.pipeline.corpus import Corpus, sha256_of_datasets, write_texts


def location(corpus: Corpus, root: str) -> str:
    current = snapshots.current(Warehouse.at(corpus.warehouse))
    assert current is not None
    return current.manifest["roots"][root]["location"]


def write_record(folder: Path) -> None:
    record = {"id": "1", "text": "Iran spoke.", "note": "Turkey spoke."}
    (folder / "records.jsonl").write_text(json.dumps(record))


def test_a_moved_root_is_found_by_the_next_run_that_names_none(published: Corpus) -> None:
    moved = published.texts.rename(published.folder / "moved")
    published.run(f"texts={moved}")
    assert location(published, "texts") == str(moved)
    assert published.run().tally.unchanged == 3


def test_fields_are_remembered_before_there_is_a_record(published: Corpus) -> None:
    published.run(published.texts, fields={"text": "note"})
    write_record(published.texts)
    published.run()
    assert "Turkey spoke." in published.read("documents")["text"]


def test_a_root_without_a_text_is_refreshed_with_the_others(published: Corpus) -> None:
    empty = published.folder / "empty"
    empty.mkdir()
    published.run(empty)
    (empty / "new.txt").write_text("Turkey spoke.")
    assert published.run().tally.new == 1


def test_whoever_forgets_every_root_gets_no_samples(published: Corpus) -> None:
    published.run(forget="texts")
    assert published.run().snapshot is None
    assert published.read("documents").is_empty()


@pytest.fixture
def outdated(published: Corpus) -> Corpus:
    """A second root, whose part was written before there was a column `retrieved_at`."""
    published.run(write_texts(published.folder / "other", {"turkey.txt": "Turkey spoke."}))
    for path in published.warehouse.glob("parts/documents/*.parquet"):
        part = pl.read_parquet(path)
        if "Turkey spoke." in part["text"]:
            part.drop("retrieved_at").write_parquet(path)
    return published


def test_a_part_of_an_older_version_is_made_anew(outdated: Corpus) -> None:
    before = sha256_of_datasets(outdated.warehouse)
    (outdated.texts / "new.txt").write_text("Turkey spoke to Iran.")
    outcome = outdated.run(outdated.texts)
    assert "was written by another version of alongside" in outcome.repaired[0]
    (outdated.texts / "new.txt").unlink()
    outdated.run(outdated.texts)
    assert sha256_of_datasets(outdated.warehouse) == before


def test_fields_of_one_root_are_not_those_of_another_that_is_read_again(outdated: Corpus) -> None:
    write_record(outdated.folder / "other")
    outdated.run(outdated.texts, fields={"text": "note"})
    assert "Iran spoke." in outdated.read("documents")["text"]


def test_a_root_that_is_gone_and_must_be_read_again_is_named(outdated: Corpus) -> None:
    (outdated.folder / "other").rename(outdated.folder / "elsewhere")
    says = r"root other must be read again: .* another version .* alongside forget other"
    with pytest.raises(UsageError, match=says):
        outdated.run(outdated.texts)
    assert outdated.run(f"other={outdated.folder / 'elsewhere'}").snapshot is not None
