from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.ingest import Batch

ReadAll = Callable[..., Batch]


def reasons(batch: Batch) -> dict[int, str]:
    return dict(batch.rejected.select("record_no", "reason").iter_rows())


@pytest.mark.parametrize(
    "when",
    [
        "2014-08-31",
        date(2014, 8, 31),
        datetime(2014, 8, 31),
        datetime(2014, 8, 31, tzinfo=UTC),
        1409443200,
        1409443200000,
    ],
)
def test_columns_of_any_type_become_text(tmp_path: Path, read_all: ReadAll, when: object) -> None:
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame({"id": [7], "content": ["Text."], "date": [when], "tags": [["x"]]})
    frame.write_parquet(path)
    document = read_all(path).documents.row(0, named=True)
    assert (document["external_id"], document["text"]) == ("7", "Text.")
    assert document["published_at"] == datetime(2014, 8, 31, tzinfo=UTC)


def test_rows_are_kept_or_rejected(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.parquet"
    texts = [b"Good.", None, b" ", b"\xff\xfe", "Überlingen".encode(), b"nul\0"]
    pl.DataFrame({"text": texts}).write_parquet(path, row_group_size=2)
    batch = read_all(path)
    assert batch.documents["text"].to_list() == ["Good.", "Überlingen"]
    assert reasons(batch) == {2: "missing_text", 3: "missing_text", 4: "missing_text", 6: "binary"}


def test_categories_are_text(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": ["A.", "B."]}, schema={"text": pl.Categorical}).write_parquet(path)
    assert read_all(path).documents["text"].to_list() == ["A.", "B."]


@pytest.mark.parametrize("text", [[["nested"]], [{"en": "nested"}], [5]])
def test_a_text_column_must_hold_text(tmp_path: Path, read_all: ReadAll, text: list) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": text}).write_parquet(path)
    batch = read_all(path)
    assert reasons(batch) == {None: "no_text_field"}
    assert "text (" in batch.rejected["detail"].item()


def test_damaged_files(tmp_path: Path, read_all: ReadAll, read_bytes: ReadAll) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": [f"Text {n}." for n in range(1000)]}).write_parquet(path)
    whole = path.read_bytes()
    for data in (whole[:-8], whole[:100], b"PAR1", b"nonsense", whole[:4] + whole[500:]):
        assert reasons(read_bytes("b.parquet", data)) == {None: "malformed_file"}
    assert reasons(read_bytes("c.parquet", b"")) == {None: "empty"}


def test_large_files_come_in_batches(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": [f"{n} " + "x" * 1000 for n in range(3000)]}).write_parquet(path)
    batch = read_all(path, batch_bytes=100_000)
    assert batch.documents["text"].str.extract(r"^(\d+)").cast(pl.Int64).to_list() == [*range(3000)]
    assert reasons(read_all(path, max_file_bytes=1000)) == {None: "too_large"}
