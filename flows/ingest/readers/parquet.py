"""Parquet: one text per row."""

from collections.abc import Iterator
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.ingest.batch import BadInputError, Batch, SourceFile
from flows.ingest.decode import utf8_or_null
from flows.ingest.documents import METADATA, RECORDS, Assembler, no_text_field, split
from flows.ingest.options import ReadOptions

_MAX_ROWS: Final = 65_536


def read_parquet(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """Batches of a Parquet file, row group by row group; columns that are not needed stay unread.

    Identity is the row's id, else its address, else its number from 1. Raises BadInputError
    `malformed_file`, `too_large` or `no_text_field`, after the good rows.
    """
    if file.size == 0:
        raise BadInputError("empty", "The file has no content.")
    with file.open() as source:
        try:
            parquet = pq.ParquetFile(pa.PythonFile(source, mode="r"))
            yield from _batches(parquet, file, options)
        except (pa.ArrowException, OSError, ValueError) as error:
            message = str(error).strip().partition("\n")[0]
            raise BadInputError(
                "malformed_file", f"The file is no Parquet that can be read: {message}"
            ) from error


def _batches(parquet: pq.ParquetFile, file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    fields = _fields(parquet.schema_arrow, options)
    columns = sorted({name for found in fields.values() for name in found})
    assembler = Assembler(file, options)
    first = 1
    for group, n_rows in _groups(parquet, options):
        for rows in parquet.iter_batches(n_rows, [group], columns, use_threads=False):
            records = _records(rows, fields, first)
            first += rows.num_rows
            for part in split(records, options.batch_bytes):
                yield assembler.batch(part)


def _fields(schema: pa.Schema, options: ReadOptions) -> dict[str, list[str]]:
    """Columns by role; only those whose type can be read as a string."""
    flat = [field.name for field in schema if not pa.types.is_nested(field.type)]
    fields = {role: options.columns(role, flat) for role in METADATA}
    texts = [name for name in options.columns("text", flat) if _is_text(schema.field(name).type)]
    if not texts:
        raise no_text_field((f"{field.name} ({field.type})" for field in schema), options)
    return {"text": texts, **fields}


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        test(kind)
        for test in (
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_string_view,
            pa.types.is_binary,
            pa.types.is_large_binary,
            pa.types.is_binary_view,
        )
    )


def _groups(parquet: pq.ParquetFile, options: ReadOptions) -> Iterator[tuple[int, int]]:
    """Number of each row group, and how many of its rows make about one batch."""
    total = 0
    for number in range(parquet.metadata.num_row_groups):
        group = parquet.metadata.row_group(number)
        total += group.total_byte_size
        if total > options.max_file_bytes:
            raise BadInputError(
                "too_large",
                f"The file unpacks to more than {options.max_file_bytes:,} bytes; the rest was "
                "not read. Split the file or raise max_file_bytes.",
            )
        mean = max(group.total_byte_size // max(group.num_rows, 1), 1)
        yield number, min(max(options.batch_bytes // mean, 1), _MAX_ROWS)


def _records(rows: pa.RecordBatch, fields: dict[str, list[str]], first: int) -> pl.DataFrame:
    """Columns RECORDS of some rows."""
    frame = pl.DataFrame(rows)
    as_text = {column.name: _as_string(column) for column in frame}
    metadata = {
        column: pl.coalesce([as_text[name] for name in fields[role]] or [pl.lit(None)])
        for role, column in METADATA.items()
    }
    return frame.select(
        record_no=pl.int_range(first, first + pl.len(), dtype=pl.Int64),
        text=pl.coalesce([as_text[name] for name in fields["text"]]),
        problem=_problem(frame, fields["text"]),
        encoding=pl.lit("utf-8"),
        **metadata,
    ).cast(RECORDS)


def _problem(frame: pl.DataFrame, texts: list[str]) -> pl.Expr:
    binary = [pl.col(name).is_not_null() for name in texts if frame.schema[name] == pl.Binary]
    undecodable = pl.any_horizontal(binary) if binary else pl.lit(False)
    return pl.when(undecodable).then(pl.lit("The text is empty, or binary that is no UTF-8."))


def _as_string(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.Datetime):
        utc = column if column.dtype.time_zone is None else column.dt.convert_time_zone("UTC")
        return utc.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
    if column.dtype == pl.Binary:
        return utf8_or_null(column)
    return column.cast(pl.String)
