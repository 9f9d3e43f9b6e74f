"""Checks: queries that return no row when all is well. One row, and nothing is published."""

from __future__ import annotations  # as text: see models

from concurrent.futures import ThreadPoolExecutor

import dataframely as dy
import duckdb

from flows.contracts import DATASETS, Dataset
from flows.errors import CheckFailed
from flows.quoting import quoted
from flows.store.build import SQL, Build
from flows.store.ledger import Tally

_SHOWN = 5
#: What sorts before every value, per type of column.
_FIRST: dict[type[dy.Column], str] = {dy.String: "''", dy.Int64: "-1"}


def checks() -> dict[str, str]:
    """Every check by name: the files of sql/checks, and the contracts' orders and keys."""
    files = sorted((SQL / "checks").glob("*.sql"))
    return {path.stem: path.read_text(encoding="utf-8") for path in files} | {
        f"{name}_in_order": _disorder(name, dataset) for name, dataset in DATASETS.items()
    }


def run_checks(build: Build, tally: Tally) -> list[str]:
    """Run every check on the built tables; return their names.

    Raises:
        CheckFailed: At least one returned rows; `failures` holds the first few of each as text.
    """

    def offending(query: str) -> str:
        with build.cursor() as cursor:
            return _offending(cursor, query)

    queries = checks()
    with ThreadPoolExecutor(build.workers) as pool:
        found = dict(zip(queries, pool.map(offending, queries.values()), strict=True))
    if not tally.identity():
        found["accounting"] = (
            f"discovered is not loaded + unchanged + quarantined + skipped: {tally}"
        )
    if failures := {name: rows for name, rows in found.items() if rows}:
        message = f"{len(failures)} of {len(queries) + 1} checks failed: {', '.join(failures)}"
        raise CheckFailed(message, failures)
    return [*queries, "accounting"]


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
    nullable = dataset.columns
    sortable = ", ".join(
        f"coalesce({quoted(name)}, {_FIRST[type(nullable[name])]})"
        if nullable[name].nullable
        else quoted(name)
        for name in dataset.order_by
    )
    return f"""
        SELECT * EXCLUDE (this, previous)
        FROM (SELECT {key}, row({sortable}) AS this, lag(row({sortable})) OVER () AS previous
              FROM {quoted(name)})
        WHERE this <= previous
    """
