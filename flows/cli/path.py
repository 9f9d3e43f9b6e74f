"""`alongside path`: where a dataset's rows lie."""

from typing import Annotated

import typer

from flows.cli.options import SnapshotOption, WarehouseOption
from flows.store import snapshots
from flows.store.layout import Warehouse

_HELP = """Print the path of a dataset's Parquet file in the current snapshot.

Example:

  python -c "import polars as pl; print(pl.read_parquet('$(alongside path mentions)'))"
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(path)


def path(
    dataset: Annotated[str, typer.Argument(metavar="DATASET", help="Name of the dataset.")],
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Print the path of a dataset's Parquet file."""
    place = Warehouse.at(warehouse)
    found = snapshots.dataset_path(place, snapshots.resolve(place, snapshot), dataset)
    typer.echo(str(found))
