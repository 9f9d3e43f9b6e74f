"""Who is named with whom, and on whose side: the most named against each other."""

from collections.abc import Sequence
from typing import NamedTuple

import duckdb
import numpy as np
import polars as pl
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from flows.plots.selection import Selection
from flows.plots.seriation import seriated
from flows.plots.style import ALLIED, HOSTILE, INK, PALE, Room, Words, framed, legend, tip

_ASSOCIATION = """
    WITH wanted AS (
        SELECT entity_id, n_mentions
        FROM entities
        WHERE len($kinds) = 0 OR list_contains($kinds, kind)
    ),

    significant AS (
        SELECT *
        FROM cooccurrences
        WHERE scope = $scope
            AND q_value <= $max_q
            AND n_both >= $min_count
            AND entity_a IN (SELECT entity_id FROM wanted)
            AND entity_b IN (SELECT entity_id FROM wanted)
    ),

    top AS (
        SELECT entity_id
        FROM wanted
        WHERE entity_id IN (SELECT unnest([entity_a, entity_b]) FROM significant)
        ORDER BY n_mentions DESC, entity_id
        LIMIT $limit
    )

    SELECT entity_a, entity_b, {by} AS value, n_both
    FROM significant
    WHERE entity_a IN (FROM top) AND entity_b IN (FROM top)
    ORDER BY entity_a, entity_b
"""
_STANCE = """
    WITH ends AS (
        SELECT unnest([entity_a, entity_b]) AS entity_id, n_allied + n_hostile AS n
        FROM alignments
    ),

    top AS (
        SELECT ends.entity_id
        FROM ends
        INNER JOIN entities USING (entity_id)
        WHERE len($kinds) = 0 OR list_contains($kinds, kind)
        GROUP BY ends.entity_id
        ORDER BY sum(ends.n) DESC, ends.entity_id
        LIMIT $limit
    )

    SELECT
        entity_a,
        entity_b,
        stance_score AS value,
        n_allied,
        n_hostile,
        stance_low > 0 OR stance_high < 0 AS is_sure
    FROM alignments
    WHERE n_allied + n_hostile > 0
        AND entity_a IN (FROM top)
        AND entity_b IN (FROM top)
    ORDER BY entity_a, entity_b
"""
_NAMES = "SELECT entity_id, name FROM entities WHERE list_contains($ids, entity_id)"

#: What cells may show, how a caption calls it, and how a cell writes it.
MEASURES = {
    "npmi": ("NPMI", "{:.2f}"),
    "log_dice": ("logDice", "{:.1f}"),
    "n_both": ("joint units", "{:,.0f}"),
}


_SIDES = ("entity_a", "entity_b")
_UNSURE = 0.35
#: Characters of a name that are written.
_LONGEST = 30


class Matrix(NamedTuple):
    """Names in the order of rows and columns, and cells: row, column (row > column), value, and
    n_both, or n_allied, n_hostile and is_sure.
    """

    names: Sequence[str]
    cells: pl.DataFrame


def association_matrix(connection: duckdb.DuckDBPyConnection, wanted: Selection) -> Matrix:
    """Significant pairs among the `limit` most named entities that have one."""
    assert wanted.by in MEASURES
    columns = ("scope", "max_q", "min_count", "limit")
    given = {name: getattr(wanted, name) for name in columns} | {"kinds": list(wanted.kinds)}
    query = _ASSOCIATION.format(by=wanted.by)
    return _ordered(connection, connection.sql(query, params=given).pl())


def stance_matrix(connection: duckdb.DuckDBPyConnection, wanted: Selection) -> Matrix:
    """Sides of the `limit` entities of `kinds` that most sentences put on one."""
    given = {"kinds": list(wanted.kinds), "limit": wanted.limit}
    return _ordered(connection, connection.sql(_STANCE, params=given).pl())


def _ordered(connection: duckdb.DuckDBPyConnection, pairs: pl.DataFrame) -> Matrix:
    """The matrix in an order that brings related entities together."""
    ids = pl.concat([pairs["entity_a"], pairs["entity_b"]]).unique().sort().to_list()
    names = dict(connection.execute(_NAMES, {"ids": ids}).fetchall())
    number = {entity: at for at, entity in enumerate(ids)}
    ends = [pairs[side].replace_strict(number, return_dtype=pl.Int64) for side in _SIDES]
    near = np.zeros((len(ids), len(ids)))
    # The nearer two stand, the more is said for them: hostile pairs are kept apart.
    near[ends[0], ends[1]] = pairs["value"].to_numpy()
    order = seriated(np.clip(near + near.T, 0, None))
    place = {int(entity): at for at, entity in enumerate(order)}
    a, b = (each.replace_strict(place, return_dtype=pl.Int64) for each in ends)
    cells = pairs.drop(_SIDES).with_columns(
        row=pl.max_horizontal(a, b), column=pl.min_horizontal(a, b)
    )
    return Matrix([names[ids[each]] for each in order], cells.sort("row", "column"))


class _Cell(NamedTuple):
    """How a pair is drawn."""

    color: object
    text: str
    about: str
    ink: str
    alpha: float = 1.0


def draw_association(matrix: Matrix, by: str, words: Words) -> Figure:
    """The heat map: the darker a cell, the closer the pair; the number stands in it."""
    figure, axes = _grid(matrix.names, words)
    title, form = MEASURES[by]
    values = matrix.cells["value"].to_numpy()
    scale = Normalize(min(values.min(), 0), values.max())
    for cell in matrix.cells.iter_rows(named=True):
        shade, value = float(scale(cell["value"])), form.format(cell["value"])
        color = colormaps["YlGnBu"](0.12 + 0.8 * shade)
        about = f"{title} {value}, {cell['n_both']:,} together"
        # Without the zero before the point more digits fit.
        text = value.replace("0.", ".", 1) if value.startswith("0.") else value
        _draw_cell(axes, matrix, cell, _Cell(color, text, about, "white" if shade > 0.6 else INK))
    return figure


def draw_stance(matrix: Matrix, words: Words) -> Figure:
    """Allied blue with +, hostile vermillion with −, and how many more sentences say so."""
    figure, axes = _grid(matrix.names, words)
    for cell in matrix.cells.iter_rows(named=True):
        balance = cell["n_allied"] - cell["n_hostile"]
        color = ALLIED if balance > 0 else HOSTILE if balance < 0 else PALE
        sign = f"{balance:+d}".replace("-", "−") if balance else "0"
        about = f"{cell['n_allied']} sentences allied, {cell['n_hostile']} hostile"
        ink, alpha = ("white", 1.0) if cell["is_sure"] else (INK, _UNSURE)
        _draw_cell(axes, matrix, cell, _Cell(color, sign, about, ink, alpha))
    legend(axes, _sides(matrix.cells))
    return figure


def _sides(cells: pl.DataFrame) -> list[Patch]:
    """The legend: the sides that are there, sure and unsure."""
    sides = (("+ allied", ALLIED, cells["value"] > 0), ("− hostile", HOSTILE, cells["value"] < 0))
    entries = []
    for name, color, is_side in sides:
        if (is_side & cells["is_sure"]).any():
            entries.append(Patch(color=color, label=name))
        if (is_side & ~cells["is_sure"]).any():
            entries.append(Patch(color=color, alpha=_UNSURE, label=f"{name}, on few sentences"))
    if (cells["value"] == 0).any():
        entries.append(Patch(color=PALE, alpha=_UNSURE, label="0 as many allied as hostile"))
    return entries


def _grid(names: Sequence[str], words: Words) -> tuple[Figure, Axes]:
    """Square cells, names to the left and slanted above."""
    count = len(names)
    shown = [name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…" for name in names]
    across = max(len(name) for name in shown) * 0.078 + 0.15
    side = min(max(7.5 / count, 0.3), 0.6) * count
    size = (max(side + across + 1.5, 8), side + across * 0.72 + 2.1)
    figure, axes = framed(size, words, Room(left=across, right=0.7, top=across * 0.72))
    axes.set(xlim=(-0.5, count - 0.5), ylim=(count - 0.5, -0.5), aspect="equal", anchor="NW")
    axes.set_yticks(range(count), shown)
    axes.set_xticks(range(count), shown, rotation=45, ha="left", rotation_mode="anchor")
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    for at in range(count):
        square = Rectangle((at - 0.5, at - 0.5), 1, 1, color=PALE, alpha=0.4, linewidth=0)
        axes.add_patch(square)
    edges = np.arange(count + 1) - 0.5
    axes.hlines(edges, -0.5, count - 0.5, color=PALE, linewidth=0.4)
    axes.vlines(edges, -0.5, count - 0.5, color=PALE, linewidth=0.4)
    return figure, axes


def _draw_cell(axes: Axes, matrix: Matrix, cell: dict[str, int], look: _Cell) -> None:
    """A pair's two cells, on either side of the diagonal."""
    names = " and ".join(matrix.names[cell[each]] for each in ("column", "row"))
    for x, y in ((cell["column"], cell["row"]), (cell["row"], cell["column"])):
        corner = (x - 0.5, y - 0.5)
        square = Rectangle(corner, 1, 1, color=look.color, alpha=look.alpha, linewidth=0)
        tip(square, f"{names}: {look.about}")
        axes.add_patch(square)
        axes.text(x, y, look.text, fontsize=6.5, color=look.ink, ha="center", va="center_baseline")
