"""`alongside plot timeline`: how often, when."""

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import SnapshotOption, WarehouseOption
from flows.cli.pictures import OutputOption, check_drawing, one_of, opened, save
from flows.errors import AlongsideError, UsageError

TIMELINE = """Draw how often entities are named over time, or with --pair two together.

What counts is the time a sentence speaks of, else the day of its text. Shown is the time in which
the texts were published; --from and --to change that.

Examples:

  alongside plot timeline Amerli Mosul --by week
  alongside plot timeline Iran "United States" --pair --output timeline.svg
  alongside plot timeline Iraq --from 2003-01-01 --by year
"""

_PERIODS = ("day", "week", "month", "year")
_COUNTS = {"mentions": "n_mentions", "documents": "n_documents"}
_DAY = ["%Y-%m-%d"]


def timeline(
    entities: Annotated[list[str], typer.Argument(metavar="ENTITY...", help="Who or what.")],
    pair: Annotated[bool, typer.Option("--pair", help="Two entities in one sentence.")] = False,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            show_default=False,
            help=f"{', '.join(_PERIODS)} \\[default: what suits the time shown].",
        ),
    ] = None,
    count: Annotated[
        str, typer.Option(metavar="WHAT", help=f"What is counted: {', '.join(_COUNTS)}.")
    ] = "mentions",
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, metavar="DATE", help="First day.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, metavar="DATE", help="Last day.")
    ] = None,
    output: OutputOption = None,
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Draw how often entities are named over time."""
    check_drawing(output)
    from flows.plots import captions  # noqa: PLC0415 - an optional extra
    from flows.plots import timeline as plot  # noqa: PLC0415 - as above

    measure = _COUNTS[one_of("--count", count, _COUNTS)]
    if by is not None:
        one_of("--by", by, _PERIODS)
    with opened(snapshot, warehouse) as found:
        asked = found.named(entities)
        lines, names = _lines(asked, pair, plot.MOST_LINES)
        time = plot.time_shown(found.connection, list(asked), by, _day(first), _day(last))
        if time is None:
            raise AlongsideError("nothing to draw: neither texts nor sentences have a date")
        if time.last < time.first:
            raise UsageError(f"the last day, {time.last}, lies before the first, {time.first}")
        counts = plot.timeline(found.connection, lines, time)
        totals = plot.mentions_in_all(found.connection, lines)
    shown = counts.group_by("line", maintain_order=True).agg("n_mentions")["n_mentions"].list.sum()
    if not shown.sum():
        raise AlongsideError(
            f"nothing to draw: no sentence on {' and '.join(asked.values())} speaks of a {time.by} "
            f"from {time.first} to {time.last}"
        )
    parts = list(zip(names, shown, totals, strict=True))
    words = captions.timeline_words(parts, time, measure, pair, found.snapshot)
    draw = partial(plot.draw_timeline, counts, names, time, measure, words)
    save(draw, names, output or Path("alongside-timeline.png"))


def _lines(
    asked: dict[str, str], pair: bool, most: int
) -> tuple[list[tuple[str, str | None]], list[str]]:
    """Ids of each line, and its name."""
    ids, names = list(asked), list(asked.values())
    if pair:
        if len(ids) != 2:
            raise UsageError("--pair takes two entities")
        return [(ids[0], ids[1])], [" and ".join(names)]
    if len(ids) > most:
        raise UsageError(f"{len(ids)} lines cannot be told apart: name {most} entities at most")
    return [(each, None) for each in ids], names


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()
