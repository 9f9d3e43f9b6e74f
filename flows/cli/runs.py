"""`alongside runs`: what the runs of a warehouse came to."""

from typing import Annotated

import duckdb
import typer

from flows.cli.formats import FormatOption, OutputOption, wanted_format, write_result
from flows.cli.options import WarehouseOption
from flows.store.layout import Warehouse
from flows.store.runs import history

_HELP = """List the runs of a warehouse, the latest first.

`outcome` is published, unchanged, failed (`reason` says why), running, or killed: a run that ended
without a word (unfinished, where that was on another machine). `seconds` is how long it took. The
log itself, with seconds per step, is runs.jsonl in the warehouse.

Examples:

  alongside runs
  alongside runs --limit 100 --format csv
  alongside runs --format json --output runs.json
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(runs)


def runs(
    limit: Annotated[int, typer.Option(min=1, help="Runs to show.")] = 20,
    format: FormatOption = None,
    output: OutputOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """List the runs of a warehouse."""
    wanted = wanted_format(format, output)
    found = history(Warehouse.at(warehouse)).head(limit)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("found", found)
        write_result(connection.table("found"), wanted, output)
