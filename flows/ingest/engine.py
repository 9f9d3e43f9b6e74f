"""The DuckDB that readers compute with: private, in memory, one per thread."""

import atexit
import os
import threading

import duckdb
import polars as pl
import pyarrow as pa

_local = threading.local()


def _forget() -> None:
    """A connection survives no fork, and none should survive the interpreter."""
    _local.__dict__.clear()


atexit.register(_forget)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def query(sql: str, table: pa.Table, params: dict[str, list[str]] | None = None) -> pl.DataFrame:
    """What a SELECT makes of a table, which it calls `input`.

    Connecting costs some 30 ms, more than reading a small file, so each thread keeps its
    connection; nothing stays in it from one query to the next.
    """
    if not hasattr(_local, "connection"):
        _local.connection = duckdb.connect(":memory:", config={"threads": 1})
    connection: duckdb.DuckDBPyConnection = _local.connection
    connection.register("input", table)
    try:
        return connection.sql(sql, params=params or {}).pl()
    finally:
        connection.unregister("input")


def sha256_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The same columns with each string replaced by the SHA-256 of its UTF-8, in hex.

    DuckDB hashes a column as fast as hashlib does, without an object per row.
    """
    hashes = ", ".join(f'sha256("{name}") as "{name}"' for name in frame.columns)
    return query(f"select {hashes} from input", frame.to_arrow())
