"""`alongside snapshots`, `rollback`, `pin`: what is published, and what counts."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.cli.console import out
from flows.cli.options import WarehouseOption
from flows.store import snapshots
from flows.store.layout import Warehouse


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("snapshots", help="List what is published.\n\nExample:\n\n  alongside snapshots")(
        list_snapshots
    )
    app.command(
        help="Make an earlier snapshot the current one.\n\nExample:\n\n  alongside rollback 000003"
    )(rollback)
    app.command(
        help="Give a snapshot a name; pinned snapshots are never collected.\n\nExamples:\n\n"
        "  alongside pin before-correction\n  alongside pin published-2014 000003"
    )(pin)


def list_snapshots(warehouse: WarehouseOption = None) -> None:
    """List what is published."""
    place = Warehouse.at(warehouse)
    current = snapshots.current_id(place)
    names: dict[str, list[str]] = {}
    for name, snapshot in sorted(snapshots.pins(place).items()):
        names.setdefault(snapshot, []).append(name)
    table = Table("", "snapshot", "published (UTC)", box=None, pad_edge=False, padding=(0, 2))
    for heading in ("texts", "mentions", "pairs"):
        table.add_column(heading, justify="right")
    table.add_column("pins")
    for snapshot in snapshots.every(place):
        rows = {name: facts["rows"] for name, facts in snapshot.manifest["datasets"].items()}
        table.add_row(
            "*" if snapshot.id == current else "",
            snapshot.id,
            f"{snapshot.created_at:%Y-%m-%d %H:%M:%S}",
            *(f"{rows[name]:,}" for name in ("documents", "mentions", "cooccurrences")),
            escape(", ".join(names.get(snapshot.id, []))),
        )
    if table.row_count:
        out.print(table)
    else:
        out.print(f"nothing is published in {escape(str(place.folder))} yet: run `alongside run`")


def rollback(
    snapshot: Annotated[
        str, typer.Argument(metavar="ID", help="Snapshot id, its start, or a pin.")
    ],
    warehouse: WarehouseOption = None,
) -> None:
    """Make an earlier snapshot the current one."""
    chosen = snapshots.rollback(Warehouse.at(warehouse), snapshot)
    out.print(f"snapshot [bold]{chosen.id}[/] is current")


def pin(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to give.")],
    snapshot: Annotated[
        str | None, typer.Argument(metavar="ID", help="Snapshot id; the current one by default.")
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Give a snapshot a name that keeps it from being collected."""
    chosen = snapshots.pin(Warehouse.at(warehouse), name, snapshot)
    out.print(f"[bold]{escape(name)}[/] is snapshot {chosen.id}")
