"""Options that many commands have."""

from pathlib import Path
from typing import Annotated

import typer

WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        "-w",
        metavar="DIR",
        help="Folder of the warehouse \\[default: $ALONGSIDE_WAREHOUSE or ./warehouse].",
    ),
]
SnapshotOption = Annotated[
    str | None,
    typer.Option("--snapshot", metavar="ID", help="Snapshot id, its start, or a pin."),
]
