"""What the commands under `alongside plot` share: options, one snapshot, a picture in a file."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import duckdb
import typer
from rich.markup import escape

from flows.categories import KINDS, SCOPES
from flows.cli.console import err, out
from flows.cli.why import entity_of
from flows.errors import UsageError
from flows.store import snapshots
from flows.store.connection import connect
from flows.store.layout import Warehouse

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OutputOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        show_default=False,
        help="Where to: a .png, .svg or .html file \\[default: a PNG in this folder].",
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(metavar="KIND", help=f"Only entities of this kind: {', '.join(KINDS)}; repeat."),
]
ScopeOption = Annotated[
    str, typer.Option(metavar="SCOPE", help=f"What names both: {', '.join(SCOPES)}.")
]
MaxQOption = Annotated[
    float, typer.Option("--max-q", min=0, max=1, help="Largest q-value: 1 takes every pair.")
]
MinCountOption = Annotated[int, typer.Option(min=1, help="Units that name both, at least.")]


class Opened(NamedTuple):
    """A snapshot that is open, and its id."""

    connection: duckdb.DuckDBPyConnection
    snapshot: str

    def named(self, words: Iterable[str]) -> dict[str, str]:
        """Names by the ids of the entities that these words name, each once.

        Raises:
            UsageError: A name is unknown; the message suggests the nearest.
        """
        return dict(entity_of(self.connection, each) for each in words)


@contextmanager
def opened(snapshot: str | None, warehouse: Path | None) -> Iterator[Opened]:
    """Open one snapshot, so that a caption names the one the numbers come from."""
    place = Warehouse.at(warehouse)
    found = snapshots.resolve(place, snapshot).id
    with connect(found, place.folder) as connection:
        yield Opened(connection, found)


def one_of(option: str, value: str, known: Iterable[str]) -> str:
    """The value of an option, if it is known.

    Raises:
        UsageError: It is not.
    """
    if value not in known:
        raise UsageError(f"{option} {value}: say one of {', '.join(known)}")
    return value


def kinds_of(given: list[str] | None) -> tuple[str, ...]:
    """The kinds that are asked for, none for all."""
    return tuple(one_of("--kind", kind, KINDS) for kind in given or ())


def check_drawing(output: Path | None) -> None:
    """Find out before anything is read whether a picture can be drawn into such a file.

    Raises:
        UsageError: matplotlib is not installed, or the name of the file tells no format.
    """
    try:
        import matplotlib  # noqa: F401, PLC0415 - an optional extra, half a second to import
    except ImportError as error:
        message = "matplotlib is not installed: pip install 'alongside[plots]'"
        raise UsageError(message) from error
    from flows.plots.files import check_ending  # noqa: PLC0415 - as above

    if output is not None:
        check_ending(output)


def save(draw: "Callable[[], Figure]", names: Iterable[str], path: Path) -> None:
    """Draw, write, and print where to; say so where no font has the letters of a name."""
    from flows.plots import files, fonts, style  # noqa: PLC0415 - as above

    families, lacking = fonts.fallback_fonts(names)
    with style.styled(families):
        files.write(draw(), path)
    if lacking:
        err.print(
            f"[yellow]no installed font has {escape(lacking)}[/]: a PNG shows boxes instead, SVG "
            "and HTML leave it to the viewer's fonts; fonts such as Noto Sans CJK mend that"
        )
    out.print(escape(str(path)))
