"""What a second run does, by what has changed since the first."""

import shutil

import pytest

from flows.errors import UsageError
from flows.settings import RESOURCES
from tests.pipeline.corpus import Corpus, MakeCorpus, sha256_of_datasets


def test_a_second_run_changes_nothing_and_extracts_nothing(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    outcome = published.run(published.texts)
    assert outcome.snapshot is None
    assert outcome.current is not None
    assert outcome.tally.unchanged == 3
    assert (outcome.tally.new, outcome.tally.changed, outcome.tally.removed) == (0, 0, 0)
    assert published.extracted == 0
    assert [event.stage for event in published.events if event.stage in ("model", "commit")] == []
    assert sha256_of_datasets(published.warehouse) == before


def test_a_run_without_news_clears_away_what_a_killed_one_left(published: Corpus) -> None:
    part = next((published.warehouse / "parts" / "documents").glob("*.parquet"))
    left = shutil.copy(part, part.with_stem("0" * len(part.stem)))
    assert published.run().snapshot is None
    assert not left.exists()
    assert part.exists()


def test_without_sources_every_known_root_is_refreshed(published: Corpus) -> None:
    (published.texts / "new.txt").write_text("Turkey spoke.")
    outcome = published.run()
    assert (outcome.tally.new, outcome.tally.unchanged) == (1, 3)


def test_a_touched_file_with_the_same_bytes_is_unchanged(published: Corpus) -> None:
    (published.texts / "mosul.txt").touch()
    assert published.run(published.texts).snapshot is None


def test_a_changed_text_replaces_its_former_self(published: Corpus) -> None:
    old = published.read("documents").filter(path="mosul.txt").row(0, named=True)
    (published.texts / "mosul.txt").write_text("Turkey watched Mosul.")
    outcome = published.run(published.texts)
    assert (outcome.tally.changed, outcome.tally.unchanged) == (1, 2)
    assert published.extracted == 1
    new = published.read("documents").filter(path="mosul.txt").row(0, named=True)
    assert new["doc_id"] == old["doc_id"]
    assert new["text"] == "Turkey watched Mosul."
    surfaces = published.read("mentions").filter(doc_id=new["doc_id"]).sort("start")["surface"]
    assert surfaces.to_list() == ["Turkey", "Mosul"]
    assert "person:nouri-al-maliki" not in published.read("entities")["entity_id"]


def test_changed_metadata_is_a_change(published: Corpus) -> None:
    path = published.texts / "amerli.md"
    path.write_text(path.read_text().replace("Wire One", "Wire Two"))
    assert published.run(published.texts).tally.changed == 1
    publishers = published.read("documents")["publisher"].drop_nulls().to_list()
    assert publishers == ["Wire Two"]


def test_a_removed_text_leaves_no_row_behind(published: Corpus) -> None:
    doc_id = published.read("documents").filter(path="mosul.txt")["doc_id"].item()
    (published.texts / "mosul.txt").unlink()
    outcome = published.run(published.texts)
    assert (outcome.tally.removed, outcome.tally.unchanged) == (1, 2)
    assert published.extracted == 0
    for dataset in ("documents", "sentences", "mentions", "evidence"):
        assert doc_id not in published.read(dataset)["doc_id"], dataset


def test_a_corpus_that_grew_is_the_corpus_read_at_once(
    published: Corpus, another: MakeCorpus
) -> None:
    at_once = another("at once")
    for change in (
        lambda texts: (texts / "mosul.txt").write_text("Turkey watched Mosul."),
        lambda texts: (texts / "tikrit.txt").unlink(),
        lambda texts: (texts / "new.txt").write_text("Iran watched Mosul."),
    ):
        change(published.texts)
        change(at_once.texts)
        published.run(published.texts)
    at_once.run(at_once.texts)
    assert sha256_of_datasets(published.warehouse) == sha256_of_datasets(at_once.warehouse)


def test_a_folder_that_moved_gives_the_same_rows(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    moved = published.texts.rename(published.folder / "elsewhere")
    outcome = published.run(f"texts={moved}")
    assert outcome.tally.unchanged == 3
    assert sha256_of_datasets(published.warehouse) == before


def test_a_renamed_root_is_another_root(published: Corpus) -> None:
    published.run(forget="texts")
    outcome = published.run(f"wires={published.texts}")
    assert outcome.tally.new == 3
    assert published.read("documents")["root"].unique().to_list() == ["wires"]


def test_roots_are_kept_until_they_are_forgotten(published: Corpus) -> None:
    other = published.folder / "other"
    other.mkdir()
    (other / "turkey.txt").write_text("Turkey spoke.")
    assert published.run(other).tally.new == 1
    assert published.paths() == ["amerli.md", "mosul.txt", "tikrit.txt", "turkey.txt"]
    shutil.rmtree(published.texts)
    # The other root is not looked at, so what has gone from it stays.
    assert published.run(other).snapshot is None
    outcome = published.run(forget="texts")
    assert outcome.tally.removed == 3
    assert published.paths() == ["turkey.txt"]
    assert published.run().snapshot is None


def test_an_unknown_root_cannot_be_forgotten(published: Corpus) -> None:
    with pytest.raises(UsageError, match="no root 'nowhere'; it knows: texts"):
        published.run(forget="nowhere")


def test_forgetting_and_reading_again_gives_the_same_datasets(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    published.run(forget="texts")
    published.run(published.texts)
    assert sha256_of_datasets(published.warehouse) == before


def test_an_edited_lexicon_is_applied_to_texts_that_are_known(published: Corpus) -> None:
    lexicon = published.folder / "lexicon"
    shutil.copytree(RESOURCES / "seeds" / "lexicon", lexicon)
    assert published.run(lexicon=lexicon).snapshot is None
    with (lexicon / "entities.csv").open("a") as file:
        file.write("org:advisers,advisers,organization,military,,,,\n")
    with (lexicon / "aliases.csv").open("a") as file:
        file.write("sent advisers,org:advisers,alias,any\n")
    outcome = published.run(lexicon=lexicon)
    assert outcome.snapshot is not None
    assert outcome.tally.unchanged == 3
    assert published.extracted == 3
    assert "org:advisers" in published.read("entities")["entity_id"]


def test_a_full_run_does_everything_again_and_comes_to_the_same(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    outcome = published.run(full=True)
    assert outcome.snapshot is not None
    assert published.extracted == 3
    assert outcome.tally.unchanged == 3
    assert sha256_of_datasets(published.warehouse) == before


def test_a_full_run_mends_a_damaged_part_and_a_lost_ledger(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    for file in published.warehouse.glob("parts/**/*.parquet"):
        file.write_bytes(b"damaged")
    for file in published.warehouse.glob("ledger/*.parquet"):
        file.unlink()
    published.run(full=True)
    assert sha256_of_datasets(published.warehouse) == before


def test_the_accounting_identity_holds_run_by_run(published: Corpus) -> None:
    (published.texts / "empty.txt").touch()
    (published.texts / "loop").symlink_to(published.texts)
    (published.texts / "new.txt").write_text("Turkey spoke.")
    (published.texts / "mosul.txt").write_text("Mosul was quiet.")
    (published.texts / "tikrit.txt").unlink()
    tally = published.run().tally
    assert tally.identity()
    assert tally._asdict() == {
        "discovered": 5,
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "removed": 1,
        "quarantined": 1,
        "skipped": 1,
    }
