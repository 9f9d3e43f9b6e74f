"""Damaged files: `verify` names each, and the next run repairs what can be made anew."""

from pathlib import Path

import pytest

from flows.errors import AlongsideError, UsageError
from flows.store import Warehouse, snapshots
from flows.store.integrity import Finding, verify
from tests.pipeline.corpus import Corpus, assert_whole, sha256_of_datasets
from tests.pipeline.damage import DAMAGES, Damage, empty, flip_bits, truncate

#: File or pattern below the warehouse -> what `verify` calls it.
FILES = {
    "snapshots/*/mentions/data.parquet": "mentions",
    "snapshots/*/alongside.duckdb": "alongside.duckdb",
    "snapshots/*/manifest.json": "manifest.json",
    "CURRENT.json": "manifest.json",
    "ledger/*.parquet": "ledger",
    "parts/documents/*.parquet": "part {key} of texts",
    "parts/extracted/*/*/mentions.parquet": "what was found in part {key}",
    "parts/extracted/*/*/SHA256SUMS": "what was found in part {key}",
}


def only(corpus: Corpus, pattern: str) -> Path:
    (path,) = corpus.warehouse.glob(pattern)
    return path


def damaged(corpus: Corpus, reference: str | None = None) -> list[Finding]:
    return [each for each in verify(Warehouse.at(corpus.warehouse), reference) if each.damage]


def key_of_part(corpus: Corpus) -> str:
    return only(corpus, "parts/documents/*.parquet").stem


def test_what_a_run_published_is_whole(published: Corpus) -> None:
    found = list(verify(Warehouse.at(published.warehouse)))
    assert [each for each in found if each.damage] == []
    assert {"manifest.json", "mentions", "alongside.duckdb", "ledger"} < {x.what for x in found}
    assert found[-1] == Finding("whole parts", 1)


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [
        pytest.param(pattern, damage, id=f"{pattern}-{damage.__name__}")
        for pattern in FILES
        for damage in DAMAGES
        # A warehouse without a pointer has published nothing.
        if (pattern, damage) != ("CURRENT.json", Path.unlink)
    ],
)
def test_damage_is_found(published: Corpus, pattern: str, damage: Damage) -> None:
    key = key_of_part(published)
    damage(only(published, pattern))
    (found,) = damaged(published)
    assert found.what == FILES[pattern].format(key=key)
    assert "`alongside " in found.damage


@pytest.mark.parametrize(
    ("pattern", "damage", "with_change"),
    [
        ("parts/documents/*.parquet", flip_bits, False),
        ("parts/documents/*.parquet", Path.unlink, True),
        ("parts/extracted/*/*/mentions.parquet", flip_bits, True),
        ("parts/extracted/*/*/evidence.parquet", empty, False),
    ],
)
def test_a_damaged_part_is_made_anew(
    published: Corpus, pattern: str, damage: Damage, with_change: bool
) -> None:
    before, key = sha256_of_datasets(published.warehouse), key_of_part(published)
    damage(only(published, pattern))
    if with_change:
        (published.texts / "new.txt").write_text("Turkey spoke.")
    outcome = published.run()
    assert (outcome.tally.new, outcome.tally.unchanged) == (int(with_change), 3)
    assert len(outcome.repaired) == 1
    assert key in outcome.repaired[0]
    assert damaged(published) == []
    assert_whole(published.warehouse)
    assert (sha256_of_datasets(published.warehouse) == before) == (not with_change)


def test_texts_of_a_root_that_was_not_named_are_read_again(published: Corpus) -> None:
    other = published.folder / "other"
    other.mkdir()
    (other / "new.txt").write_text("Turkey spoke.")
    flip_bits(only(published, "parts/documents/*.parquet"))
    published.run(other)
    assert published.paths() == ["amerli.md", "mosul.txt", "new.txt", "tikrit.txt"]
    assert damaged(published) == []


def test_a_damaged_part_whose_source_has_moved_is_told(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    part = only(published, "parts/documents/*.parquet")
    truncate(part)
    published.texts.rename(published.folder / "moved")
    with pytest.raises(UsageError, match="no file or folder"):
        published.run()
    assert part.exists()
    assert sha256_of_datasets(published.warehouse) == before
    # Where it is now may be said, and what was lost is read there.
    published.run(f"texts={published.folder / 'moved'}")
    assert damaged(published) == []


def test_a_damaged_ledger_is_told_and_a_full_run_makes_it_anew(published: Corpus) -> None:
    before = sha256_of_datasets(published.warehouse)
    flip_bits(only(published, "ledger/*.parquet"))
    with pytest.raises(AlongsideError, match=r"the ledger .* cannot be read.*run --full"):
        published.run()
    assert sha256_of_datasets(published.warehouse) == before
    published.run(full=True)
    assert published.paths() == ["amerli.md", "mosul.txt", "tikrit.txt"]
    assert damaged(published) == []


@pytest.mark.parametrize(
    ("file", "damage"), [("CURRENT.json", flip_bits), ("snapshots/*/manifest.json", truncate)]
)
def test_a_damaged_pointer_or_manifest_is_told_with_a_way_back(
    published: Corpus, file: str, damage: Damage
) -> None:
    place = Warehouse.at(published.warehouse)
    first = snapshots.current_id(place)
    (published.texts / "new.txt").write_text("Turkey spoke.")
    second = published.run().snapshot
    damage(sorted(published.warehouse.glob(file))[-1])
    back = second if file == "CURRENT.json" else first
    (found,) = damaged(published)
    assert f"alongside rollback {back}" in found.damage
    with pytest.raises(AlongsideError, match=f"alongside rollback {back}"):
        published.run()

    snapshots.rollback(place, back or "")
    assert damaged(published) == []
    published.run()
    assert published.paths() == ["amerli.md", "mosul.txt", "new.txt", "tikrit.txt"]


def test_without_a_way_back_sources_must_be_named(published: Corpus) -> None:
    empty(only(published, "snapshots/*/manifest.json"))
    with pytest.raises(AlongsideError, match="alongside run --full SOURCE"):
        published.run()
    with pytest.raises(UsageError, match="name them"):
        published.run(full=True)
    published.run(published.texts, full=True)
    assert published.paths() == ["amerli.md", "mosul.txt", "tikrit.txt"]
    assert damaged(published) == []


@pytest.mark.parametrize("text", ["[]", "null", "7", '{"snapshot": 7}', '{"snapshot": "../x"}'])
def test_a_pointer_that_is_something_else_is_told(published: Corpus, text: str) -> None:
    (published.warehouse / "CURRENT.json").write_text(text)
    (found,) = damaged(published)
    assert "CURRENT.json is damaged" in found.damage


def test_damaged_pins_are_told(published: Corpus) -> None:
    (published.warehouse / "pins.json").write_text("{")
    with pytest.raises(AlongsideError, match=r"pins\.json is damaged"):
        snapshots.pins(Warehouse.at(published.warehouse))


def test_what_a_dead_run_left_in_staging_is_swept(published: Corpus) -> None:
    left = published.warehouse / "staging" / "000002-deadbeef"
    left.mkdir()
    (left / "alongside.duckdb").write_bytes(b"half of a database")
    (left / "alongside.duckdb.wal").write_bytes(b"\0" * 100)
    (published.texts / "new.txt").write_text("Turkey spoke.")
    assert published.run().tally.new == 1
    assert list((published.warehouse / "staging").iterdir()) == []
    assert_whole(published.warehouse)
