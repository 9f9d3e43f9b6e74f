"""What is printed, and where: answers on standard output, all else on standard error."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from flows.errors import CheckFailed

#: Tables that go into a pipe are as wide as they need to be.
_WIDE = 10_000

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True)

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


def fail(error: Exception, code: int) -> int:
    """Print an error for people; return the exit code."""
    err.print(f"[bold red]error:[/] {escape(str(error))}")
    if isinstance(error, CheckFailed):
        for name, rows in error.failures.items():
            err.print(f"\n[bold]{escape(name)}[/]\n{escape(rows)}")
    for note in getattr(error, "__notes__", []):
        err.print(f"[dim]{escape(note)}[/]")
    return code


def amount(n: float, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 text`, `1,200 texts`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
