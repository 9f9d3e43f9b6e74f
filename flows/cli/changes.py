"""`alongside changes`: what a snapshot has that another had not."""

from typing import Annotated, Any

import polars as pl
import typer
from rich.markup import escape
from rich.table import Table

from flows.cli.console import out, print_next
from flows.cli.options import WarehouseOption
from flows.errors import UsageError
from flows.quoting import shell_word
from flows.store import compared as reports
from flows.store import snapshots
from flows.store.compared import Compared
from flows.store.layout import Warehouse, default_folder
from flows.store.snapshots import Snapshot

_HELP = """Show what a snapshot changes: rows per dataset, and the pairs that moved most.

A snapshot (the current one unless ID says otherwise) is compared with the one before it, or with
any other by --against. Pairs are ordered by G2 of their shares of all sentences, so that a corpus
that merely grows moves none.

Examples:

  alongside changes
  alongside changes 000003
  alongside changes --against before-correction --limit 50
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(changes)


def changes(
    snapshot: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Snapshot id, its start, or a pin.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The snapshot to compare with [default: the one before]."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, max=100, help="Pairs to show.")] = 10,
    warehouse: WarehouseOption = None,
) -> None:
    """Show what a snapshot changes."""
    folder = warehouse or default_folder()
    place = Warehouse.at(folder)
    chosen = snapshots.resolve(place, snapshot)
    if against is None:
        before, compared = chosen.manifest["parent"], _published(place, chosen)
    else:
        from flows.store.changes import compare_snapshots  # noqa: PLC0415 - half a second

        other = snapshots.resolve(place, against)
        before, compared = other.id, compare_snapshots(place, chosen, other)
    _print(chosen, before, compared, limit)
    print_next(_next(compared), folder)


def _published(place: Warehouse, chosen: Snapshot) -> Compared:
    """The report that was published with a snapshot.

    Raises:
        UsageError: It was published without one.
    """
    if "reports" not in chosen.manifest:
        message = f"snapshot {chosen.id} was published without a report: say --against ID"
        raise UsageError(message)
    return reports.read(place, chosen)


def _print(chosen: Snapshot, before: str | None, compared: Compared, limit: int) -> None:
    against = f"against {before}" if before else "the first of the warehouse"
    out.print(f"snapshot [bold]{chosen.id}[/], {against}\n")
    rows = _table("dataset", numbers=("before", "now", "added", "removed", "changed"))
    rows.add_column("")
    for row in compared.changes.iter_rows(named=True):
        counts = ("n_before", "n_after", "n_added", "n_removed", "n_changed")
        rows.add_row(row["dataset"], *(f"{row[name]:,}" for name in counts), _note(row))
    out.print(rows)
    if limit and compared.movements.height:
        pairs = _table("pairs that moved most", "", numbers=("before", "now", "G²"))
        for row in compared.movements.head(limit).iter_rows(named=True):
            names = (escape(row[name] or "") for name in ("name_a", "name_b"))
            g2 = "" if row["log_likelihood"] is None else f"{row['log_likelihood']:.2f}"
            pairs.add_row(*names, f"{row['n_before']:,}", f"{row['n_after']:,}", g2)
        out.print()
        out.print(pairs)


def _note(row: dict[str, Any]) -> str:
    """What else than the rows differs."""
    if row["parent"] is None or row["compared"] == "all":
        return ""
    if row["compared"] == "shared":
        return "[yellow]other columns: only those that both have were compared[/]"
    return "[yellow]no such dataset or key before: every row counts as new[/]"


def _table(*texts: str, numbers: tuple[str, ...]) -> Table:
    table = Table(*texts, box=None, pad_edge=False, padding=(0, 2))
    for heading in numbers:
        table.add_column(heading, justify="right")
    return table


def _next(compared: Compared) -> list[str]:
    there = compared.movements.filter(pl.col("n_after") > 0)
    pairs = there.select("entity_a", "entity_b").head(1).iter_rows()
    return [
        *(f"why {shell_word(first)} {shell_word(second)}" for first, second in pairs),
        "snapshots",
    ]
