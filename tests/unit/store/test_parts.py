"""Parts: a flipped bit is noticed, or has changed nothing."""

import hashlib
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest

from flows.contracts import ReadDocuments
from flows.errors import AlongsideError
from flows.store import Warehouse, ledger
from flows.store.files import sums_hold, write_sums
from flows.store.parts import (
    documents_damage,
    documents_hindrance,
    documents_path,
    read_documents,
    with_row_sha256,
    write_documents,
)
from tests.unit.store.rows import ledger_rows

TEXTS = ["Iran spoke.", "Iraq listened.", "Zażółć gęślą jaźń."]


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


@pytest.fixture
def key(warehouse: Warehouse) -> str:
    documents = pl.DataFrame({"doc_id": ["a", "b", "c"], "text": TEXTS}).with_columns(
        content_sha256=pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in TEXTS])
    )
    return write_documents(warehouse, with_row_sha256(documents), force=False)


def test_a_flipped_bit_in_texts_is_noticed_or_harmless(warehouse: Warehouse, key: str) -> None:
    path = documents_path(warehouse, key)
    whole, before = path.read_bytes(), read_documents(warehouse, key)
    assert documents_damage(warehouse, key) is None
    noticed = 0
    for at in range(0, len(whole), 41):
        flipped(path, at)
        if documents_damage(warehouse, key) is None:
            assert read_documents(warehouse, key).equals(before), at
        else:
            noticed += 1
        path.write_bytes(whole)
    assert noticed > len(whole) / 41 / 4


def test_a_checksum_that_does_not_fit_is_no_damage_yet(warehouse: Warehouse) -> None:
    documents = with_row_sha256(ReadDocuments.create_empty())
    path = documents_path(warehouse, key := write_documents(warehouse, documents, force=False))
    checksum = path.with_suffix(".sha256")
    assert checksum.read_text() == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
    checksum.write_bytes(b"\xff")
    assert documents_hindrance(warehouse, key) is None
    checksum.unlink()
    assert documents_hindrance(warehouse, key) is None
    path.write_bytes(path.read_bytes()[:-1])
    assert documents_hindrance(warehouse, key) == "cannot be read"


def test_a_flipped_bit_in_a_ledger_is_noticed_or_harmless(warehouse: Warehouse) -> None:
    path = warehouse.ledger("000001-abcdef01")
    ledger.write(path, ledger_rows(a="1", b="2"))
    whole, before = path.read_bytes(), ledger.read(path)
    for at in range(0, len(whole), 41):
        flipped(path, at)
        with suppress(AlongsideError):
            assert ledger.read(path).equals(before), at
        path.write_bytes(whole)


def test_the_hash_of_a_row_is_the_same_in_every_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    row = pl.DataFrame({"text": ["x"]}).with_columns(
        at=pl.datetime(2014, 6, 10, time_zone="UTC", time_unit="us")
    )
    here = with_row_sha256(row)
    monkeypatch.setenv("TZ", "Asia/Baghdad")
    assert with_row_sha256(row).equals(here)


def test_sums_name_every_file(tmp_path: Path) -> None:
    (tmp_path / "a b.parquet").write_bytes(b"1")
    assert not sums_hold(tmp_path)
    write_sums(tmp_path)
    assert sums_hold(tmp_path)
    (tmp_path / "more").touch()
    assert not sums_hold(tmp_path)
