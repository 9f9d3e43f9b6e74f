"""Checks: queries that return no row when all is well. One row, and nothing is published."""

import dataframely as dy
import duckdb

from flows.contracts import DATASETS, Dataset
from flows.contracts.dialects import quoted
from flows.errors import CheckFailed
from flows.store.build import SQL
from flows.store.ledger import Tally

_SHOWN = 5
#: What sorts before every value, per type of column.
_FIRST: dict[type[dy.Column], str] = {dy.String: "''", dy.Int64: "-1"}


def run_checks(connection: duckdb.DuckDBPyConnection, tally: Tally) -> list[str]:
    """Run every check on the built tables; return their names.

    Raises:
        CheckFailed: At least one returned rows; `failures` holds the first few of each as text.
    """
    failures: dict[str, str] = {}
    checks = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((SQL / "checks").glob("*.sql"))
    }
    checks |= {
        f"{name}_in_order": _disorder(name, dataset) for name, dataset in DATASETS.items()
    }
    for name, query in checks.items():
        if rows := _offending(connection, query):
            failures[name] = rows
    if not tally.identity():
        failures["accounting"] = (
            f"discovered <> loaded + unchanged + quarantined + skipped: {tally}"
        )
    if failures:
        names = ", ".join(failures)
        raise CheckFailed(f"{len(failures)} of {len(checks) + 1} checks failed: {names}", failures)
    return [*checks, "accounting"]


def _offending(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The first rows a check returns as text, empty when there are none."""
    result = connection.sql(f"SELECT * FROM ({query}\n) LIMIT {_SHOWN}")
    columns, rows = result.columns, result.fetchall()
    lines = [", ".join(f"{k}={v!r}" for k, v in zip(columns, row, strict=True)) for row in rows]
    return "\n".join(lines)


def _disorder(name: str, dataset: Dataset) -> str:
    """Rows that do not come strictly after the one before: out of order, or there twice."""
    order = [quoted(column) for column in dataset.order_by]
    key = ", ".join(order)
    # A column that can be null is compared by a value that sorts first, as null does.
    nullable = dataset.schema.columns()
    sortable = ", ".join(
        f"coalesce({quoted(name)}, {_FIRST[type(nullable[name])]})" if nullable[name].nullable else quoted(name)
        for name in dataset.order_by
    )
    return f"""
        SELECT * EXCLUDE (this, previous)
        FROM (SELECT {key}, row({sortable}) AS this, lag(row({sortable})) OVER () AS previous
              FROM {quoted(name)})
        WHERE this <= previous
    """
