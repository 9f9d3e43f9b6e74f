"""`alongside plot map`: where."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import SnapshotOption, WarehouseOption
from flows.cli.pictures import OutputOption, check_drawing, opened, save
from flows.errors import AlongsideError

MAP = """Draw the places that texts name on a map, or those that sentences name with ENTITY.

The map shows where most of the towns and regions lie; what is far off is told below it, and --all
shows it.

Examples:

  alongside plot map
  alongside plot map "Islamic State" --within Iraq --output map.svg
"""


def places(
    entity: Annotated[
        str | None, typer.Argument(metavar="[ENTITY]", show_default=False, help="Named with whom.")
    ] = None,
    within: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Only places in this country or region.")
    ] = None,
    min_count: Annotated[int, typer.Option(min=1, help="Mentions of a place, at least.")] = 1,
    limit: Annotated[int, typer.Option(min=1, max=2000, help="Places to draw.")] = 300,
    everything: Annotated[
        bool, typer.Option("--all", help="Have every place in view, however far off.")
    ] = False,
    output: OutputOption = None,
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Draw the places that texts name on a map."""
    check_drawing(output)
    from flows.plots import captions  # noqa: PLC0415 - an optional extra
    from flows.plots import places as plot  # noqa: PLC0415 - as above

    with opened(snapshot, warehouse) as found:
        ids = [None if each is None else found.named([each]) for each in (entity, within)]
        keys = [None if each is None else next(iter(each)) for each in ids]
        named = [None if each is None else next(iter(each.values())) for each in ids]
        known = plot.places(found.connection, keys[0], keys[1], min_count)
    located = known.drop_nulls("latitude")
    if located.is_empty():
        raise AlongsideError("nothing to draw: no such place with known coordinates is named")
    view = plot.view_of(located, everything=everything)
    shown = plot.inside(located, view).head(limit)
    unit = "mentions" if entity is None else "joint sentences"
    words = captions.places_words(known, shown, unit, (named[0], named[1]), found.snapshot)
    draw = partial(plot.draw_places, shown, view, unit, words)
    save(draw, shown["name"], output or Path("alongside-map.png"))
