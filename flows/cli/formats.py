"""Results of a query as a table for people, or as CSV, JSON or Parquet for programs."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

import duckdb
import typer
from rich.markup import escape
from rich.table import Table

from flows.cli.console import err, out
from flows.errors import AlongsideError, UsageError

FORMATS = ("table", "csv", "json", "parquet")

_SHOWN_ROWS = 100

FormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(FORMATS), help="table on a terminal, else csv; or as OUTPUT ends."
    ),
]
OutputOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.")]


class Format(NamedTuple):
    """One of FORMATS, and what writes a query's result in it."""

    name: str
    write: Callable[[duckdb.DuckDBPyRelation, BinaryIO], None]


def wanted_format(given: str | None, output: Path | None) -> Format:
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
    if chosen == "table":
        return Format(chosen, _print_table)
    from flows.cli import batches  # noqa: PLC0415 - as long as all else that an answer takes

    return Format(chosen, partial(batches.write, chosen))


def write_result(result: duckdb.DuckDBPyRelation, wanted: Format, output: Path | None) -> None:
    """Write a query's result to a file, or to standard output.

    Raises:
        UsageError: Two columns have one name, which only a table can show.
        AlongsideError: The file cannot be written.
    """
    if wanted.name != "table":
        _refuse_namesakes(result.columns)
    with _opened(output) as file:
        wanted.write(result, file)


def _print_table(result: duckdb.DuckDBPyRelation, _: BinaryIO) -> None:
    rows = result.limit(_SHOWN_ROWS + 1).fetchall()
    table = Table(*(escape(name) for name in result.columns), box=None, pad_edge=False)
    for row in rows[:_SHOWN_ROWS]:
        table.add_row(*("" if value is None else escape(str(value)) for value in row))
    out.print(table)
    if len(rows) > _SHOWN_ROWS:
        err.print(f"[dim]the first {_SHOWN_ROWS} rows; --format csv or --output FILE gives all[/]")


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
