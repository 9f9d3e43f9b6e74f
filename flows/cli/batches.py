"""Results of a query for programs, batch by batch: CSV, JSON and Parquet."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.cli.console import harmless
from flows.quoting import quoted

_BATCH = 100_000
_NESTED = ("list", "array", "struct", "map", "union")
#: Types, be it inside of others, that neither CSV nor JSON has a form for.
_FORMLESS = re.compile(r"\b(?:BIGNUM|BIT|BLOB|INTERVAL|UNION|VARIANT)\b")
#: Types that have infinite values, at which Polars panics.
_ENDLESS = ("date", "timestamp", "timestamp_s", "timestamp_ms", "timestamp with time zone")


def write(wanted: str, result: duckdb.DuckDBPyRelation, file: BinaryIO) -> None:
    """Write a query's result as `csv`, `json` or `parquet`.

    Raises:
        duckdb.Error: The query failed, be it while its rows were being fetched.
    """
    try:
        _WRITERS[wanted](result, file)
    except pa.ArrowException as error:
        # It came through Arrow, which has errors of its own.
        raise duckdb.Error(str(error)) from error


def _write_csv(result: duckdb.DuckDBPyRelation, file: BinaryIO) -> None:
    for number, batch in enumerate(_frames(_as_text(result, _NESTED))):
        text = batch.write_csv(include_header=number == 0)
        file.write((harmless(text) if file.isatty() else text).encode())


def _write_json(result: duckdb.DuckDBPyRelation, file: BinaryIO) -> None:
    """One array of objects, written batch by batch."""
    file.write(b"[")
    separator = b"\n"
    for batch in _frames(_as_text(result)):
        if batch.height:
            file.write(separator + batch.write_ndjson().rstrip("\n").replace("\n", ",\n").encode())
            separator = b",\n"
    file.write(b"\n]\n")


def _write_parquet(result: duckdb.DuckDBPyRelation, file: BinaryIO) -> None:
    batches = result.to_arrow_reader(_BATCH)
    with pq.ParquetWriter(file, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]))


def _as_text(
    result: duckdb.DuckDBPyRelation, kinds: Collection[str] = ()
) -> duckdb.DuckDBPyRelation:
    """Columns of these kinds, and those without a form of their own, as DuckDB writes them; dates
    and times that never end are an error.
    """
    columns = [
        (quoted(name), kind) for name, kind in zip(result.columns, result.types, strict=True)
    ]
    told = [
        f"CAST({name} AS VARCHAR) AS {name}"
        for name, kind in columns
        if kind.id in kinds or _FORMLESS.search(str(kind))
    ]
    refused = "error('an infinite date or time has no form here: cast it to VARCHAR')"
    told += [
        f"IF(isinf({name}), {refused}, {name}) AS {name}"
        for name, kind in columns
        if kind.id in _ENDLESS
    ]
    return result.project(f"* REPLACE ({', '.join(told)})") if told else result


def _frames(result: duckdb.DuckDBPyRelation) -> Iterator[pl.DataFrame]:
    batches = result.to_arrow_reader(_BATCH)
    yield pl.DataFrame(pa.Table.from_batches([], batches.schema))
    for batch in batches:
        yield pl.DataFrame(batch)


_WRITERS: dict[str, Callable[[duckdb.DuckDBPyRelation, BinaryIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
}
