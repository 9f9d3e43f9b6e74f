"""`alongside verify`: is what was published still what was written?"""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.cli.console import amount, out
from flows.cli.options import WarehouseOption
from flows.errors import AlongsideError
from flows.store.integrity import verify as findings_of
from flows.store.layout import Warehouse

_HELP = """Check every byte of a snapshot, and the parts that the next run builds on.

Files are held against the sizes, rows and checksums of the manifest, the manifest against
CURRENT.json, parts of texts against their names (hashes of what they hold) and what was found in
them against their checksums. Exit code 1 where anything is damaged.

Examples:

  alongside verify
  alongside verify 000003
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(verify)


def verify(
    snapshot: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Snapshot id, its start, or a pin."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Check every byte of a snapshot."""
    place = Warehouse.at(warehouse)
    found = list(findings_of(place, snapshot))
    table = Table("", box=None, pad_edge=False, padding=(0, 2))
    for heading in ("rows", "bytes"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for each in found:
        figures = ("" if n is None else f"{n:,}" for n in (each.rows, each.size))
        table.add_row(escape(each.what), *figures, "[red]damaged[/]" if each.damage else "ok")
    out.print(table)
    if damaged := [each for each in found if each.damage]:
        error = AlongsideError(f"{amount(len(damaged), 'thing')} damaged in {place.folder}")
        for each in damaged:
            error.add_note(f"{each.what} {each.damage}")
        raise error
