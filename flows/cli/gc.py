"""`alongside gc`: removing what nothing needs any more."""

from typing import Annotated

import typer

from flows.cli.console import amount, out
from flows.cli.options import WarehouseOption
from flows.settings import Settings
from flows.store.collect import collect
from flows.store.layout import Warehouse
from flows.store.lock import exclusive
from flows.store.rubbish import sweep

_HELP = """Remove old snapshots and parts that nothing refers to.

Examples:

  alongside gc
  alongside gc --keep 1 --days 0
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(gc)


def gc(
    keep: Annotated[int | None, typer.Option(min=1, help="Newest snapshots to keep.")] = None,
    days: Annotated[float | None, typer.Option(min=0, help="Keep what is younger.")] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Remove old snapshots and parts that nothing refers to."""
    place, settings = Warehouse.at(warehouse), Settings()
    with exclusive(place):
        sweep(place)
        gone = collect(
            place,
            settings.keep_snapshots if keep is None else keep,
            settings.keep_days if days is None else days,
        )
    removed = f"{amount(len(gone.snapshots), 'snapshot')} and {amount(gone.parts, 'part')}"
    out.print(f"removed {removed}, {gone.size / 1e6:,.1f} MB")
