"""`alongside plot network` and `matrix`: pictures of pairs."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.categories import SCOPES
from flows.cli.options import SnapshotOption, WarehouseOption
from flows.cli.pictures import (
    KindOption,
    MaxQOption,
    MinCountOption,
    OutputOption,
    ScopeOption,
    check_drawing,
    kinds_of,
    one_of,
    opened,
    save,
)
from flows.errors import AlongsideError

NETWORK = """Draw who is named with whom: the strongest significant pairs.

With ENTITY (names, aliases or ids): those named with it, and how these hang together. A dashed line
with × joins two whom sentences call hostile, a line with + allies.

Examples:

  alongside plot network
  alongside plot network "Islamic State" --output network.html
  alongside plot network --kind person --kind organization --limit 30
"""
MATRIX = """Draw the most named entities against each other, related ones side by side.

Cells tell how closely two belong together; with --stance, how many more sentences call them allied
(+) than hostile (−).

Examples:

  alongside plot matrix
  alongside plot matrix --stance --output sides.html
  alongside plot matrix --kind place --by log_dice --scope document
"""

_STRENGTHS = ("log_likelihood", "log_dice", "npmi", "n_both")
_MEASURES = ("npmi", "log_dice", "n_both")

_Names = Annotated[
    list[str] | None, typer.Argument(metavar="[ENTITY]...", show_default=False, help="Around whom.")
]


def network(
    entities: _Names = None,
    kind: KindOption = None,
    scope: ScopeOption = "sentence",
    max_q: MaxQOption = 0.05,
    min_count: MinCountOption = 2,
    by: Annotated[
        str, typer.Option(metavar="STATISTIC", help=f"What is strong: {', '.join(_STRENGTHS)}.")
    ] = "log_likelihood",
    limit: Annotated[int, typer.Option(min=1, max=300, help="Pairs to draw.")] = 50,
    output: OutputOption = None,
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Draw who is named with whom."""
    check_drawing(output)
    from flows.plots import captions  # noqa: PLC0415 - an optional extra
    from flows.plots import network as plot  # noqa: PLC0415 - as above
    from flows.plots.selection import Selection  # noqa: PLC0415 - as above

    one_of("--by", by, _STRENGTHS)
    one_of("--scope", scope, SCOPES)
    with opened(snapshot, warehouse) as found:
        asked = found.named(entities or ())
        wanted = Selection(tuple(asked), kinds_of(kind), scope, max_q, min_count, by, limit)
        drawn = plot.network(found.connection, wanted)
    if drawn.edges.is_empty():
        around = f" with {' or '.join(asked.values())}" if asked else ""
        raise AlongsideError(
            f"nothing to draw: no pair{around} has q ≤ {max_q:g} and {min_count} joint {scope}s; "
            "--max-q, --min-count, --kind and --scope say which may"
        )
    words = captions.network_words(drawn, wanted, list(asked.values()), found.snapshot)
    draw = partial(plot.draw_network, drawn, words)
    save(draw, drawn.nodes["name"], output or Path("alongside-network.png"))


def matrix(
    stance: Annotated[bool, typer.Option("--stance", help="Sides instead of closeness.")] = False,
    kind: KindOption = None,
    scope: ScopeOption = "sentence",
    max_q: MaxQOption = 0.05,
    min_count: MinCountOption = 2,
    by: Annotated[
        str, typer.Option(metavar="STATISTIC", help=f"What cells tell: {', '.join(_MEASURES)}.")
    ] = "npmi",
    limit: Annotated[int, typer.Option(min=2, max=60, help="Entities to take.")] = 25,
    output: OutputOption = None,
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Draw the most named entities against each other."""
    check_drawing(output)
    from flows.plots import captions  # noqa: PLC0415 - an optional extra
    from flows.plots import matrix as plot  # noqa: PLC0415 - as above
    from flows.plots.selection import Selection  # noqa: PLC0415 - as above

    one_of("--by", by, _MEASURES)
    one_of("--scope", scope, SCOPES)
    wanted = Selection((), kinds_of(kind), scope, max_q, min_count, by, limit)
    with opened(snapshot, warehouse) as found:
        read = plot.stance_matrix if stance else plot.association_matrix
        drawn = read(found.connection, wanted)
    if not drawn.names:
        lacking = (
            "is put on a side" if stance else f"has q ≤ {max_q:g} and {min_count} joint {scope}s"
        )
        raise AlongsideError(f"nothing to draw: no pair {lacking}")
    if stance:
        words = captions.stance_words(drawn, wanted, found.snapshot)
        draw = partial(plot.draw_stance, drawn, words)
    else:
        words = captions.association_words(drawn, wanted, found.snapshot)
        draw = partial(plot.draw_association, drawn, by, words)
    save(draw, drawn.names, output or Path("alongside-matrix.png"))
