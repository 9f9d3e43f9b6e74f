"""A reader's connection, on a file that DuckDB made and no run."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.errors import AlongsideError, UsageError
from flows.folders import DATABASE
from flows.store import Limits, Warehouse, connect
from tests.unit.store.rows import AddSnapshot


@pytest.fixture
def folder(add: AddSnapshot, warehouse: Warehouse) -> Path:
    """A warehouse of two snapshots: table t holds the number of its own."""
    for number in (1, 2):
        with duckdb.connect(warehouse.snapshot(add()) / DATABASE) as connection:
            connection.execute(f"CREATE TABLE t AS SELECT {number} AS n")
    return warehouse.folder


def test_the_current_snapshot_or_another(folder: Path) -> None:
    for reference, expected in ((None, 2), ("000001", 1), ("000002", 2)):
        with connect(reference, folder) as connection:
            assert connection.execute("SELECT n FROM t").fetchone() == (expected,)


def test_limits_hold(folder: Path) -> None:
    with connect(warehouse=folder, limits=Limits(memory="100MB", threads=1)) as connection:
        settings = "SELECT current_setting('threads'), current_setting('TimeZone')"
        assert connection.execute(settings).fetchone() == (1, "UTC")
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute("SELECT list(range) FROM range(100_000_000)").fetchone()


def test_limits_that_are_none_are_told(folder: Path) -> None:
    with pytest.raises(AlongsideError, match=r"cannot be opened.*Memory"):
        connect(warehouse=folder, limits=Limits(memory="plenty"))


@pytest.mark.parametrize(
    "query",
    [
        "CREATE TABLE u AS SELECT 1",
        "CREATE TEMP TABLE u AS SELECT 1; COPY u TO '{here}/out.csv'",
        "INSERT INTO t VALUES (3)",
        "UPDATE t SET n = 3",
        "DROP TABLE t",
        "COPY t TO '{here}/out.csv'",
        "COPY t FROM '{here}/in.csv'",
        "EXPORT DATABASE '{here}/out'",
        "ATTACH '{here}/other.duckdb'",
        "ATTACH ':memory:' AS m; ATTACH '{here}/other.duckdb' AS o",
        "FROM read_text('{here}/in.csv')",
        "FROM read_csv('{here}/in.csv')",
        "FROM '{here}/in.csv'",
        "FROM glob('{here}/*')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA enable_profiling; PRAGMA profiling_output = '{here}/out.json'",
        "SET lock_configuration = false",
    ],
)
def test_a_reader_can_do_nothing_but_read(folder: Path, tmp_path: Path, query: str) -> None:
    (tmp_path / "in.csv").write_text("n\n9\n")
    before = sorted(tmp_path.iterdir())
    with connect(warehouse=folder) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(query.format(here=tmp_path)).fetchall()
        connection.execute("SELECT n FROM t").fetchall()
    assert sorted(tmp_path.iterdir()) == before
    with connect(warehouse=folder) as connection:
        assert connection.execute("SELECT n FROM t").fetchall() == [(2,)]


def test_a_query_sees_no_variable_of_the_program(folder: Path) -> None:
    secrets = pl.DataFrame({"n": [1]})
    assert duckdb.execute("FROM secrets").fetchall() == [(1,)]
    with connect(warehouse=folder) as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("FROM secrets")
    del secrets


def test_a_folder_that_is_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing is published in"):
        connect(warehouse=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_told(folder: Path) -> None:
    for file in folder.glob("snapshots/*/*.duckdb"):
        file.write_bytes(b"no database")
    with pytest.raises(AlongsideError, match="the snapshot cannot be opened"):
        connect(warehouse=folder)
