"""Datasets as Parquet: through the contract's Arrow schema, in the contract's order."""

from __future__ import annotations  # as text: see models

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.contracts import DATASETS, TABLES
from flows.contracts.dialects import arrow_schema, table_schema
from flows.errors import AlongsideError
from flows.quoting import quoted
from flows.store.build import Build
from flows.store.files import sha256_of
from flows.store.layout import DATA_FILE

#: DuckDB's own vector unit times 60: large enough to compress, small enough to skip.
ROW_GROUP = 122_880


def export(build: Build) -> dict[str, int]:
    """Write every dataset to <folder>/<dataset>/data.parquet; return the rows of each table."""

    def write(name: str) -> None:
        with build.cursor() as cursor:
            write_table(cursor, name, build.folder)

    with ThreadPoolExecutor(build.workers) as pool:
        list(pool.map(write, DATASETS))
    with build.cursor() as cursor:
        return {
            name: cursor.execute(f"SELECT count(*) FROM {quoted(name)}").fetchall()[0][0]
            for name in DATASETS
        }


def write_table(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> None:
    """Write a published table to <folder>/<name>/data.parquet; rows come in the order they were
    inserted, which is the contract's order.
    """
    dataset, path = TABLES[name], folder / name / DATA_FILE
    path.parent.mkdir(parents=True)
    schema = arrow_schema(dataset)
    rows = connection.sql(f"SELECT * FROM {quoted(name)}")
    with (
        # Closed here, come what may: an open reader would keep the build file attached.
        rows.to_arrow_reader(ROW_GROUP) as batches,
        pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=1,
            version="2.6",
            write_page_checksum=True,
            sorting_columns=pq.SortingColumn.from_ordering(
                schema,
                [(column, "ascending") for column in dataset.order_by],
                null_placement="at_start",
            ),
        ) as writer,
    ):
        for table in _row_groups(batches, schema):
            writer.write_table(table, row_group_size=ROW_GROUP)


def _row_groups(batches: pa.RecordBatchReader, schema: pa.Schema):  # noqa: ANN202
    """Tables of exactly ROW_GROUP rows: how DuckDB cuts its batches must not show in the file."""
    waiting: list[pa.RecordBatch] = []
    n_waiting = 0
    for batch in batches:
        waiting.append(batch)
        n_waiting += batch.num_rows
        while n_waiting >= ROW_GROUP:
            table = pa.Table.from_batches(waiting)
            yield table.slice(0, ROW_GROUP).cast(schema)
            waiting = table.slice(ROW_GROUP).to_batches()
            n_waiting -= ROW_GROUP
    if n_waiting:
        yield pa.Table.from_batches(waiting).cast(schema)


def verify(folder: Path, expected: dict[str, int]) -> dict[str, dict[str, Any]]:
    """Reopen every table from disk; return rows, bytes and SHA-256 of each for the manifest.

    Raises:
        AlongsideError: A file cannot be read, or has other rows or columns than the tables.
    """
    facts = {}
    for name, dataset in TABLES.items():
        path = folder / name / DATA_FILE
        try:
            metadata = pq.read_metadata(path)
        except (OSError, pa.ArrowException) as error:
            raise AlongsideError(f"{name} cannot be read back: {error}") from error
        if metadata.num_rows != expected[name]:
            message = (
                f"{name} was written with {metadata.num_rows} rows instead of {expected[name]}"
            )
            raise AlongsideError(message)
        if not metadata.schema.to_arrow_schema().equals(arrow_schema(dataset)):
            raise AlongsideError(f"{name} was written with other columns than its contract has")
        facts[name] = {
            "path": f"{name}/{DATA_FILE}",
            "rows": metadata.num_rows,
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
        }
    return facts


def write_datapackage(folder: Path, facts: dict[str, dict[str, Any]], version: str) -> None:
    """Write datapackage.json (Frictionless Data Package, version 2)."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "alongside",
        "version": version,
        "resources": [
            {
                "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
                "name": name,
                "type": "table",
                "description": dataset.description,
                "path": facts[name]["path"],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "bytes": facts[name]["bytes"],
                "hash": f"sha256:{facts[name]['sha256']}",
                "schema": table_schema(dataset),
            }
            for name, dataset in TABLES.items()
        ],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
