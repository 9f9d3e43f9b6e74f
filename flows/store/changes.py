"""What a snapshot changes: rows per dataset, and the pairs whose numbers moved most.

Both snapshots are read from their Parquet files. Rows are matched by a 64-bit hash of their key and
told apart by one of the rest, so that a comparison takes 16 bytes a row however long the texts are.
Among ten million keys two share a hash about once in 300,000 comparisons.
"""

from __future__ import annotations  # as text: see models

import filecmp
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.contracts import DATASETS, Changes, Dataset, Movements
from flows.errors import AlongsideError
from flows.quoting import quoted
from flows.store.build import SQL, Build, scan
from flows.store.compared import Compared
from flows.store.export import write_table
from flows.store.layout import DATA_FILE, Warehouse
from flows.store.memory import allowance, telling_shortage
from flows.store.snapshots import Snapshot

_FILES = f"*/{DATA_FILE}"
_SHOWN = 100
_MACROS = ("log_ratio", "log_likelihood")
#: Columns that movements are told from.
_NEEDED = {
    "cooccurrences": {"scope", "entity_a", "entity_b", "n_both", "n_units"},
    "entities": {"entity_id", "name"},
}
_ROWS = """
    WITH before AS (SELECT {key} AS key, {rest} AS rest FROM {before}),
        after AS (SELECT {key} AS key, {rest} AS rest FROM {after})
    SELECT
        count(*) FILTER (WHERE before.key IS NULL),
        count(*) FILTER (WHERE after.key IS NULL),
        count(*) FILTER (WHERE before.rest <> after.rest)
    FROM before FULL JOIN after ON before.key = after.key
"""
_MOVED = """
    WITH before AS (FROM {before} WHERE scope = 'sentence'),
        after AS (FROM {after} WHERE scope = 'sentence'),
        units AS (
            SELECT (SELECT max(n_units) FROM before) AS n_units_before,
                (SELECT max(n_units) FROM after) AS n_units_after
        ),
        moved AS (
            SELECT
                coalesce(after.entity_a, before.entity_a) AS entity_a,
                coalesce(after.entity_b, before.entity_b) AS entity_b,
                coalesce(before.n_both, 0) AS n_before,
                coalesce(after.n_both, 0) AS n_after
            FROM before
            FULL JOIN after
                ON before.entity_a = after.entity_a AND before.entity_b = after.entity_b
            WHERE before.n_both IS DISTINCT FROM after.n_both
        ),
        measured AS (
            SELECT
                *,
                log_ratio(n_after, n_units_after, n_before, n_units_before) AS log_ratio,
                log_likelihood(n_after, n_before + n_after, n_units_after,
                    n_units_before + n_units_after) AS log_likelihood
            FROM moved
            INNER JOIN units ON n_units_before IS NOT NULL AND n_units_after IS NOT NULL
        ),
        most AS (
            SELECT
                *,
                row_number() OVER (
                    ORDER BY abs(log_likelihood) DESC NULLS LAST, entity_a, entity_b
                ) AS rank
            FROM measured
            QUALIFY rank <= {shown}
        ),
        names AS (
            SELECT entity_id, coalesce(new.name, old.name) AS name
            FROM {names_before} AS old
            FULL JOIN {names_after} AS new USING (entity_id)
        )
    SELECT most.*, a.name AS name_a, b.name AS name_b
    FROM most
    LEFT JOIN names AS a ON most.entity_a = a.entity_id
    LEFT JOIN names AS b ON most.entity_b = b.entity_id
    ORDER BY rank
"""


def compare_with_parent(
    build: Build, warehouse: Warehouse, parent: Snapshot | None
) -> dict[str, int]:
    """Compare the exported datasets in the build's folder with the parent's, and keep the result as
    tables and Parquet files beside them; return the rows of each.

    Raises:
        AlongsideError: A file of the parent is damaged.
    """
    before = warehouse.snapshot(parent.id) if parent else None
    with build.cursor() as cursor:
        compared = _compare(cursor, before, build.folder, parent.id if parent else None)
        for name, frame in compared._asdict().items():
            cursor.register("given", frame)
            cursor.execute(f"INSERT INTO {quoted(name)} SELECT * FROM given")
            cursor.unregister("given")
            write_table(cursor, name, build.folder)
    return {name: frame.height for name, frame in compared._asdict().items()}


def compare_snapshots(warehouse: Warehouse, snapshot: Snapshot, against: Snapshot) -> Compared:
    """Compare any two snapshots, `against` being the one before.

    Raises:
        AlongsideError: A file is damaged, or memory is short.
    """
    before, after = (warehouse.snapshot(each.id) for each in (against, snapshot))
    size = sum(file.stat().st_size for folder in (before, after) for file in folder.glob(_FILES))
    with (
        telling_shortage("comparing the snapshots"),
        duckdb.connect(config={"memory_limit": allowance(size)}) as connection,
    ):
        for name in _MACROS:
            connection.execute((SQL / "macros" / f"{name}.sql").read_text(encoding="utf-8"))
        return _compare(connection, before, after, against.id)


def _compare(
    connection: duckdb.DuckDBPyConnection, before: Path | None, after: Path, parent: str | None
) -> Compared:
    try:
        rows = [
            {"dataset": name, "parent": parent} | _changes(connection, name, before, after)
            for name in sorted(DATASETS)
        ]
        movements = _movements(connection, before, after)
    except duckdb.OutOfMemoryException:
        raise
    except (duckdb.Error, OSError, pa.ArrowException) as error:
        message = (
            f"snapshot {parent} cannot be compared with ({error}); go back to a whole one with "
            "`alongside rollback` first"
        )
        raise AlongsideError(message) from error
    columns = {name: column.dtype for name, column in Changes.columns().items()}
    return Compared(Changes.validate(pl.DataFrame(rows, schema=columns)), movements)


def _changes(
    connection: duckdb.DuckDBPyConnection, name: str, before: Path | None, after: Path
) -> dict[str, str | int]:
    """Columns of `Changes` for one dataset."""
    new = after / name / DATA_FILE
    old = before / name / DATA_FILE if before else None
    n_after = pq.read_metadata(new).num_rows
    if old is None or not old.is_file():
        return _counts("none", 0, n_after, n_after, 0, 0)
    n_before = pq.read_metadata(old).num_rows
    if filecmp.cmp(old, new, shallow=False):
        return _counts("all", n_before, n_after, 0, 0, 0)
    was, now = _columns(connection, old), _columns(connection, new)
    shared = [column for column, kind in now.items() if was.get(column) == kind]
    if not set(key_of(DATASETS[name])) <= set(shared):
        return _counts("none", n_before, n_after, n_after, n_before, 0)
    query = _ROWS.format(
        key=_hash(list(key_of(DATASETS[name]))),
        rest=_hash([column for column in shared if column not in key_of(DATASETS[name])]),
        before=scan([old]),
        after=scan([new]),
    )
    (counted,) = connection.execute(query).fetchall()
    return _counts("all" if was == now else "shared", n_before, n_after, *counted)


def _columns(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, str]:
    """Column -> type of a file's rows."""
    described = connection.execute(f"DESCRIBE FROM {scan([file])}").fetchall()
    return {name: kind for name, kind, *_ in described}


def key_of(dataset: Dataset) -> tuple[str, ...]:
    """Columns that tell one row of a dataset from all others."""
    return tuple(dataset.key) or dataset.order_by


def _counts(compared: str, *counts: int) -> dict[str, str | int]:
    names = ("n_before", "n_after", "n_added", "n_removed", "n_changed")
    return {"compared": compared} | dict(zip(names, counts, strict=True))


def _hash(columns: list[str]) -> str:
    return f"hash({', '.join(map(quoted, columns))})" if columns else "0"


def _movements(
    connection: duckdb.DuckDBPyConnection, before: Path | None, after: Path
) -> pl.DataFrame:
    """Contract `Movements`; no row where the snapshot before lacks what it takes to tell."""
    if before is None or not all(
        _has(before / name / DATA_FILE, _NEEDED[name]) for name in _NEEDED
    ):
        return Movements.create_empty()
    query = _MOVED.format(
        before=scan([before / "cooccurrences" / DATA_FILE]),
        after=scan([after / "cooccurrences" / DATA_FILE]),
        names_before=scan([before / "entities" / DATA_FILE]),
        names_after=scan([after / "entities" / DATA_FILE]),
        shown=_SHOWN,
    )
    return Movements.validate(connection.sql(query).pl().select(Movements.column_names()))


def _has(file: Path, columns: set[str]) -> bool:
    return file.is_file() and columns <= set(pq.read_schema(file).names)
