"""`alongside sql` and `why`: reading what is published."""

import sys
import threading
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from flows.cli.formats import (
    Format,
    FormatOption,
    OutputOption,
    wanted_format,
    write_result,
)
from flows.cli.options import SnapshotOption, WarehouseOption
from flows.cli.why import print_sentences
from flows.errors import AlongsideError, UsageError
from flows.store.connection import Limits, connect

#: What a reader may ask; MULTI is a PIVOT that has to look up its columns first.
_QUERIES = {"SELECT", "EXPLAIN", "MULTI"}
_MISTAKES = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)

_SQL = """Ask a published snapshot anything, read-only.

Without QUERY, a prompt with history; from a pipe, the query is read from standard input. Only the
snapshot can be read: no other file, no extension, no setting.

Examples:

  alongside sql "SELECT name, n_mentions FROM entities ORDER BY n_mentions DESC LIMIT 10"
  alongside sql "FROM kwic('Amerli', 40)"
  alongside sql "FROM cooccurrences" --format parquet --output pairs.parquet
"""

_WHY = """Show the sentences that name an entity, or two entities together.

ENTITY is a name, an alias or an id.

Examples:

  alongside why Amerli
  alongside why Iran "United States" --limit 5
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(help=_SQL)(sql)
    app.command(help=_WHY)(why)


def sql(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="What to ask.")] = None,
    snapshot: SnapshotOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    memory: Annotated[str, typer.Option(help="Memory a query may use.")] = "2GB",
    threads: Annotated[int | None, typer.Option(min=1, help="Threads a query may use.")] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.001, help="Seconds a query may take.")
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Ask a published snapshot anything, read-only."""
    wanted = wanted_format(format, output)
    with connect(snapshot, warehouse, Limits(memory, threads)) as connection:
        if query is None and sys.stdin.isatty():
            from flows.cli.prompt import prompt  # noqa: PLC0415 - only a prompt needs its library

            prompt(connection, lambda text: _answer(connection, text, wanted, None, timeout))
            return
        _answer(
            connection, query if query is not None else sys.stdin.read(), wanted, output, timeout
        )


def why(
    entities: Annotated[list[str], typer.Argument(metavar="ENTITY [ENTITY]", help="One or two.")],
    limit: Annotated[int, typer.Option(min=1, help="Sentences to show.")] = 20,
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Show the sentences that name an entity, or two entities together."""
    if len(entities) > 2:
        raise UsageError("why takes one or two entities; put names of several words in quotes")
    with connect(snapshot, warehouse) as connection:
        print_sentences(connection, entities, limit)


def _answer(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    wanted: Format,
    output: Path | None,
    timeout: float | None,
) -> None:
    limit = _TimeLimit(connection, timeout)
    try:
        with limit:
            _expect_queries(connection, query)
            result = connection.sql(query)
            if result is not None:
                write_result(result, wanted, output)
    except BrokenPipeError:
        raise
    except (duckdb.Error, OSError) as error:
        if limit.passed:
            message = f"the query took longer than {timeout} seconds and was ended"
            raise AlongsideError(message) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise AlongsideError(f"the query needs more than --memory allows: {error}") from error
        if isinstance(error, _MISTAKES):
            raise UsageError(str(error)) from error
        raise AlongsideError(str(error)) from error


def _expect_queries(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """A snapshot refuses writes by itself; this also refuses what would change the session.

    Raises:
        UsageError: A statement is no query.
    """
    for statement in connection.extract_statements(text):
        if statement.type.name not in _QUERIES:
            raise UsageError(f"only queries are answered, and this is none: {statement.query}")


class _TimeLimit:
    """Interrupts what runs on a connection after some seconds, if any are given."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float | None) -> None:
        self.passed = False
        self._connection = connection
        self._timer = None if seconds is None else threading.Timer(seconds, self._interrupt)

    def __enter__(self) -> None:
        if self._timer is not None:
            self._timer.start()

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _interrupt(self) -> None:
        self.passed = True
        self._connection.interrupt()
