"""How often, when: a line per entity, or bars for one entity or pair."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import duckdb
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from flows.plots.labels import Label, put_labels
from flows.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Room,
    Words,
    framed,
    tip,
)

PERIODS = ("day", "week", "month", "year")

#: Colour, dashes and marker of each line.
_LOOKS = (
    (BLUE, "-", "o"),
    (VERMILLION, "--", "s"),
    (GREEN, "-.", "^"),
    (PURPLE, "-", "D"),
    (ORANGE, "--", "v"),
    (BLACK, ":", "P"),
    (SKY, "-", "X"),
)
MOST_LINES = len(_LOOKS)

_SPAN = "SELECT min(published_at)::DATE, max(published_at)::DATE FROM documents"
_SPOKEN_OF = """
    SELECT min(period_start), max(period_start)
    FROM timeline
    WHERE period = 'day' AND list_contains($ids, entity_a)
"""
_ALL = """
    WITH asked AS (
        SELECT
            generate_subscripts($a, 1) - 1 AS line,
            unnest($a) AS entity_a,
            unnest($b) AS entity_b
    )

    SELECT coalesce(pairs.n_both, if(asked.entity_b IS NULL, entities.n_mentions, 0))
    FROM asked
    INNER JOIN entities ON asked.entity_a = entities.entity_id
    LEFT JOIN cooccurrences AS pairs
        ON pairs.scope = 'sentence'
        AND pairs.entity_a = asked.entity_a
        AND pairs.entity_b = asked.entity_b
    ORDER BY asked.line
"""
_TIMELINE = """
    WITH asked AS (
        SELECT
            generate_subscripts($a, 1) - 1 AS line,
            unnest($a) AS entity_a,
            unnest($b) AS entity_b
    ),

    periods AS (
        SELECT unnest(
            generate_series(date_trunc($by, $first::DATE), $last::DATE, ('1 ' || $by)::INTERVAL)
        )::DATE AS period_start
    )

    SELECT
        asked.line,
        periods.period_start,
        coalesce(timeline.n_mentions, 0) AS n_mentions,
        coalesce(timeline.n_documents, 0) AS n_documents
    FROM asked
    CROSS JOIN periods
    LEFT JOIN timeline
        ON timeline.period = $by
        AND timeline.period_start = periods.period_start
        AND timeline.entity_a = asked.entity_a
        AND timeline.entity_b IS NOT DISTINCT FROM asked.entity_b
    ORDER BY asked.line, periods.period_start
"""


class Time(NamedTuple):
    """The days shown, first and last, in periods of one length."""

    first: date
    last: date
    by: str


def time_shown(
    connection: duckdb.DuckDBPyConnection,
    ids: Sequence[str],
    by: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Time | None:
    """What is given, else the days the texts were published on, in periods that suit their number.

    Where no text has a date, these are the days that sentences on the entities speak of; None where
    there is no such day.
    """
    spans = (
        *connection.execute(_SPAN).fetchall(),
        *connection.execute(_SPOKEN_OF, {"ids": list(ids)}).fetchall(),
    )
    known = next((span for span in spans if span[0]), None)
    if known is None and not (first and last):
        return None
    start, end = first or known[0], last or known[1]  # type: ignore[index]
    days = (end - start).days
    fitting = (
        "day" if days <= 92 else "week" if days <= 730 else "month" if days <= 4400 else "year"
    )
    return Time(start, end, by or fitting)


def timeline(
    connection: duckdb.DuckDBPyConnection,
    lines: Sequence[tuple[str, str | None]],
    time: Time,
) -> pl.DataFrame:
    """Counts of entities, or pairs of ids, in every period, zero where there is nothing.

    Returns line (number in `lines`), period_start, n_mentions (of a pair: joint sentences),
    n_documents.
    """
    return connection.sql(_TIMELINE, params=_asked(lines) | time._asdict()).pl()


def mentions_in_all(
    connection: duckdb.DuckDBPyConnection, lines: Sequence[tuple[str, str | None]]
) -> list[int]:
    """Mentions of each entity, joint sentences of each pair, whatever time they speak of."""
    return [n for (n,) in connection.execute(_ALL, _asked(lines)).fetchall()]


def _asked(lines: Sequence[tuple[str, str | None]]) -> dict[str, list[str | None]]:
    """First and second ids as lists, pairs in the order of the datasets."""
    ordered = [(min(a, b), max(a, b)) if b else (a, b) for a, b in lines]
    return {"a": [a for a, _ in ordered], "b": [b for _, b in ordered]}


def draw_timeline(
    counts: pl.DataFrame, names: Sequence[str], time: Time, measure: str, words: Words
) -> Figure:
    """Draw n_mentions or n_documents: bars for one line, else lines with their names."""
    figure, axes = framed((11, 6), words, Room(left=0.45, bottom=0.35))
    drawn = [rows for _, rows in counts.group_by("line", maintain_order=True)]
    labels = (
        [_bars(axes, drawn[0], names[0], time.by, measure)]
        if len(drawn) == 1
        else [
            _line(axes, rows, name, look, measure)
            for rows, name, look in zip(drawn, names, _LOOKS, strict=False)
        ]
    )
    _scale(axes, counts, time, measure)
    if len(labels) > 1:
        lines = np.vstack([_along(rows, measure) for rows in drawn])
        put_labels(axes, sorted(labels, key=lambda each: -each.y), all_of_them=True, keep_off=lines)
    return figure


def _along(rows: pl.DataFrame, measure: str) -> np.ndarray:
    """Points along a line, close enough that no label fits between."""
    days, counts = date2num(rows["period_start"].to_numpy()), rows[measure].to_numpy()
    dense = np.linspace(days[0], days[-1], max(600, len(days)))
    return np.column_stack([dense, np.interp(dense, days, counts)])


def _scale(axes: Axes, counts: pl.DataFrame, time: Time, measure: str) -> None:
    starts = counts["period_start"].unique().sort()
    first, last = date2num(starts[0]), date2num(_ends(starts, time.by)[-1])
    margin = (last - first) * 0.01
    axes.set_xlim(first - margin, last + margin)
    axes.set_ylim(0, max(int(counts[measure].max() or 0), 1) * 1.12)  # type: ignore[arg-type]
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    locator = AutoDateLocator(minticks=4, maxticks=12)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.grid(axis="y", color=GREY, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _bars(axes: Axes, rows: pl.DataFrame, name: str, by: str, measure: str) -> Label:
    """One bar per period, as wide as the period."""
    starts = rows["period_start"]
    widths = (date2num(_ends(starts, by).to_numpy()) - date2num(starts.to_numpy())) * 0.9
    for start, width, count in zip(starts, widths, rows[measure], strict=True):
        if count:
            (bar,) = axes.bar(date2num(start), count, width, align="edge", color=BLUE, linewidth=0)
            tip(bar, f"{name}, {by} from {start}: {count:,}")
    return Label(name, 0, 0, 0, 0)


def _ends(starts: pl.Series, by: str) -> pl.Series:
    """The first day after each period."""
    return starts.dt.offset_by({"day": "1d", "week": "1w", "month": "1mo", "year": "1y"}[by])


def _line(
    axes: Axes, rows: pl.DataFrame, name: str, look: tuple[str, str, str], measure: str
) -> Label:
    """A line through all periods; its label belongs beside its highest point."""
    color, dashes, marker = look
    days, counts = date2num(rows["period_start"].to_numpy()), rows[measure].to_numpy()
    size = 4.5 if len(days) <= 80 else 0
    (line,) = axes.plot(days, counts, color=color, linestyle=dashes, linewidth=1.6)
    tip(line, f"{name}: {counts.sum():,}")
    for day, count, start in zip(days, counts, rows["period_start"], strict=True):
        if count and size:
            (point,) = axes.plot(day, count, marker, color=color, markersize=size)
            tip(point, f"{name}, from {start}: {count:,}")
    peak = int(counts.argmax())
    return Label(name, float(days[peak]), float(counts[peak]), 3, 10, color)
