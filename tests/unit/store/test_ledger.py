from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.contracts import Quarantine
from flows.errors import AlongsideError
from flows.store import ledger
from tests.unit.store.rows import ledger_rows

NOTHING = ledger.empty()
#: Texts of a run by id: content, or None where the text was quarantined.
CORPORA = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2), st.sampled_from(["1", "2", None]), max_size=8
)


def rejected(*uris: str) -> pl.DataFrame:
    rows = [(uri, None, "read", "empty", "There is nothing in it.") for uri in uris]
    columns = {name: column.dtype for name, column in Quarantine.columns().items()}
    return pl.DataFrame(rows, schema=columns, orient="row")


def ledger_of(corpus: dict[str, str | None]) -> pl.DataFrame:
    loaded = {name: content for name, content in corpus.items() if content is not None}
    bad = [name for name, content in corpus.items() if content is None]
    return pl.concat([ledger_rows(**loaded), ledger.quarantined(rejected(*bad), "r", "")])


def test_a_tally_compares_two_runs() -> None:
    before = ledger_rows(same="1", edited="1", gone="1")
    now = pl.concat(
        [ledger_rows(same="1", edited="2", new="1"), ledger.quarantined(rejected("bad"), "r", "")]
    )
    tally = ledger.tally(now, before, skipped=2)
    assert tally == (6, 1, 1, 1, 1, 1, 2)
    assert tally._fields == (
        "discovered",
        "new",
        "changed",
        "unchanged",
        "removed",
        "quarantined",
        "skipped",
    )
    assert tally.loaded == 2
    assert tally.identity()


def test_an_account_that_misses_one_does_not_add_up() -> None:
    tally = ledger.tally(ledger_rows(a="1"), NOTHING, skipped=0)
    assert tally.identity()
    assert not tally._replace(discovered=2).identity()


@given(before=CORPORA, now=CORPORA, skipped=st.integers(0, 3))
def test_every_tally_adds_up(
    before: dict[str, str | None], now: dict[str, str | None], skipped: int
) -> None:
    tally = ledger.tally(ledger_of(now), ledger_of(before), skipped)
    assert tally.identity()
    was = {name for name, content in before.items() if content is not None}
    held = {name for name, content in now.items() if content is not None}
    assert tally.removed == len(was - held)
    assert tally.new == len(held - was)
    assert tally.changed == sum(before[name] != now[name] for name in was & held)
    assert tally.quarantined == len(now) - len(held)


def test_corrections_are_texts_whose_words_changed() -> None:
    before, now = ledger_rows(same="1", edited="1", gone="1"), ledger_rows(edited="2", same="1")
    assert ledger.corrections(now, before).rows() == [("edited", "r/edited", "1", "2")]
    metadata_only = ledger_rows(edited="1").with_columns(row_sha256=pl.lit("3"))
    assert ledger.corrections(metadata_only, before).is_empty()
    assert ledger.tally(metadata_only, before, 0).changed == 1


def test_a_rejected_text_moves_to_quarantine_with_its_reasons() -> None:
    reasons = pl.DataFrame(
        {"doc_id": ["a", "a"], "reason": ["y", "x"], "detail": ["why y", "why x"]}
    )
    rows = ledger.reject(ledger_rows(a="1", b="1"), reasons)
    assert rows.select("doc_id", "outcome", "stage", "reason", "detail").rows() == [
        ("a", "quarantined", "extract", "x, y", "why x; why y"),
        ("b", "loaded", None, None, None),
    ]
    # It keeps its part, so that the next run need not read it again.
    assert rows["part"].to_list() == ["part", "part"]
    assert ledger.quarantine(rows).rows() == [("r/a", None, "extract", "x, y", "why x; why y")]


def test_a_ledger_is_written_sorted_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "1.parquet"
    rows = ledger_of({"b": "1", "a": "1", "bad": None})
    ledger.write(path, rows)
    assert ledger.read(path).equals(rows.sort(pl.all(), nulls_last=False))
    ledger.write(path, rows.reverse())
    assert ledger.read(path).equals(rows.sort(pl.all(), nulls_last=False))


@pytest.mark.parametrize("content", [None, b"", b"PAR1 and no more"])
def test_a_ledger_that_cannot_be_read_names_the_remedy(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "ledger.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AlongsideError, match="alongside run --full"):
        ledger.read(path)
