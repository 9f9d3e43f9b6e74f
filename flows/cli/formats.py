"""Results of a query as a table for people, or as CSV, JSON or Parquet for programs."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import typer
from rich.markup import escape
from rich.table import Table

from flows.cli.console import err, harmless, out
from flows.contracts.dialects import quoted
from flows.errors import AlongsideError, UsageError

_BATCH = 100_000
_SHOWN_ROWS = 100
_NESTED = ("list", "array", "struct", "map", "union")


def _write_table(result: duckdb.DuckDBPyRelation, _: BinaryIO) -> None:
    rows = result.limit(_SHOWN_ROWS + 1).fetchall()
    table = Table(*(escape(name) for name in result.columns), box=None, pad_edge=False)
    for row in rows[:_SHOWN_ROWS]:
        table.add_row(*("" if value is None else escape(str(value)) for value in row))
    out.print(table)
    if len(rows) > _SHOWN_ROWS:
        err.print(f"[dim]the first {_SHOWN_ROWS} rows; --format csv or --output FILE gives all[/]")


def _write_csv(result: duckdb.DuckDBPyRelation, file: BinaryIO) -> None:
    for number, batch in enumerate(_frames(_flat(result))):
        text = batch.write_csv(include_header=number == 0)
        file.write((harmless(text) if file.isatty() else text).encode())


def _flat(result: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Lists and structures as DuckDB writes them, for they have no form of their own in CSV."""
    columns = zip(result.columns, result.types, strict=True)
    nested = [quoted(name) for name, kind in columns if kind.id in _NESTED]
    texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in nested)
    return result.project(f"* REPLACE ({texts})") if nested else result


def _write_json(result: duckdb.DuckDBPyRelation, file: BinaryIO) -> None:
    """One array of objects, written batch by batch."""
    file.write(b"[")
    separator = b"\n"
    for batch in _frames(result):
        if batch.height:
            file.write(separator + batch.write_ndjson().rstrip("\n").replace("\n", ",\n").encode())
            separator = b",\n"
    file.write(b"\n]\n")


def _write_parquet(result: duckdb.DuckDBPyRelation, file: BinaryIO) -> None:
    batches = result.to_arrow_reader(_BATCH)
    with pq.ParquetWriter(file, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]))


def _frames(result: duckdb.DuckDBPyRelation) -> Iterator[pl.DataFrame]:
    batches = result.to_arrow_reader(_BATCH)
    yield pl.DataFrame(batches.schema.empty_table())
    for batch in batches:
        yield pl.DataFrame(batch)


FORMATS: dict[str, Callable[[duckdb.DuckDBPyRelation, BinaryIO], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
}

FormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(FORMATS), help="table on a terminal, else csv; or as OUTPUT ends."
    ),
]
OutputOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.")]


def wanted_format(given: str | None, output: Path | None) -> str:
    """The format that is asked for: given, as the file's name ends, or what suits the output.

    Raises:
        UsageError: There is no such format, or it is not for a terminal.
    """
    suffix = output.suffix.lstrip(".") if output else ""
    chosen = given or (suffix if suffix in FORMATS else None)
    chosen = chosen or ("table" if output is None and out.is_terminal else "csv")
    if chosen not in FORMATS:
        raise UsageError(f"there is no format {chosen!r}; there are {', '.join(FORMATS)}")
    if chosen == "parquet" and output is None and out.is_terminal:
        raise UsageError("parquet is not for a terminal: say --output FILE")
    return chosen


def write_result(result: duckdb.DuckDBPyRelation, wanted: str, output: Path | None) -> None:
    """Write a query's result in one of FORMATS to a file, or to standard output.

    Raises:
        UsageError: Two columns have one name, which only a table can show.
        AlongsideError: The file cannot be written.
    """
    if wanted != "table":
        _refuse_namesakes(result.columns)
    with _opened(output) as file:
        FORMATS[wanted](result, file)


def _refuse_namesakes(columns: list[str]) -> None:
    twice = dict.fromkeys(name for name in columns if columns.count(name) > 1)
    if twice:
        raise UsageError(
            f"two columns are called {', '.join(twice)}; tell them apart with AS, or use "
            "--format table"
        )


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = output.open("wb")
    except OSError as error:
        raise AlongsideError(f"cannot write {output}: {error.strerror}") from error
    with file:
        yield file
