"""Where: places on a map, by mentions, or by the sentences that name them with an entity."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from flows.plots.labels import Label, put_labels
from flows.plots.outlines import read_outlines
from flows.plots.style import BLUE, ORANGE, VERMILLION, Room, Words, framed, legend, tip

_PLACES = """
    SELECT entity_id, name, subkind, longitude, latitude, n_mentions AS n
    FROM {source}
    WHERE kind = 'place'
        AND subkind IS DISTINCT FROM 'continent'
        AND n_mentions >= $min_count
    ORDER BY n DESC, entity_id
"""
_NAMED_WITH = """
    SELECT places.entity_id, places.name, places.subkind, places.longitude, places.latitude,
        pairs.n_both AS n
    FROM cooccurrences AS pairs
    INNER JOIN {source} AS places
        ON places.entity_id = if(pairs.entity_a = $entity, pairs.entity_b, pairs.entity_a)
    WHERE pairs.scope = 'sentence'
        AND $entity IN (pairs.entity_a, pairs.entity_b)
        AND places.kind = 'place'
        AND places.subkind IS DISTINCT FROM 'continent'
        AND pairs.n_both >= $min_count
    ORDER BY n DESC, places.entity_id
"""

#: Sorts of places: colour and marker. Countries stand on one point, so they are drawn hollow.
_SORTS = {
    "country": ("#6E6E6E", "s", "country"),
    "region": (ORANGE, "D", "region"),
    "town": (BLUE, "o", "town or other spot"),
}
#: Share of the mentions of towns and regions that the view holds from west to east, and from south
#: to north.
_SHARE_IN_VIEW = 0.85
_MARGIN, _LEAST_DEGREES = 0.15, 3.0
#: A view of more degrees across shows the whole world.
_WORLD_FROM = 200.0
_MOST_LABELS = 45
_WIDTH, _HEIGHT_AROUND = 11.0, 1.9
#: Width to height of a map that is not cut off by a pole.
_ASPECT = 1.75
#: Diameters of markers in points.
_LARGEST, _LEAST = 34.0, 3.5


class View(NamedTuple):
    """The part of the world shown, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def aspect(self) -> float:
        """Width to height on paper: a degree of longitude is cos(latitude) wide."""
        shrink = np.cos(np.radians((self.south + self.north) / 2))
        return float((self.east - self.west) * shrink / (self.north - self.south))


_WORLD = View(-180.0, -58.0, 180.0, 80.0)


def places(
    connection: duckdb.DuckDBPyConnection,
    entity: str | None = None,
    within: str | None = None,
    min_count: int = 1,
) -> pl.DataFrame:
    """Places by n: entity_id, name, subkind, longitude and latitude (null where unknown), n.

    `n` counts mentions, or sentences that name the place with the entity (an id). `within` is the
    id of a country or region that the places lie in. Continents are left out: no point stands for
    one.
    """
    source = "entities" if within is None else "within($within)"
    given = {"min_count": min_count, "within": within, "entity": entity}
    query = (_PLACES if entity is None else _NAMED_WITH).format(source=source)
    used = {name: value for name, value in given.items() if f"${name}" in query}
    return connection.sql(query, params=used).pl()


def view_of(found: pl.DataFrame, *, everything: bool = False) -> View:
    """The part of the world where most mentions of towns and regions lie, or of everything.

    Countries far off, of which any text names some, would make the rest a dot.
    """
    near = found if everything else found.filter(_sort() != "country")
    near = near if near.height else found
    share = 1.0 if everything else _SHARE_IN_VIEW
    weight = near["n"].to_numpy()
    west, east = _shortest_span(near["longitude"].to_numpy(), weight, share)
    south, north = _shortest_span(near["latitude"].to_numpy(), weight, share)
    return _widened(View(west, south, east, north))


def _shortest_span(degrees: np.ndarray, weight: np.ndarray, share: float) -> tuple[float, float]:
    """The shortest span that holds a share of the weight (highest density interval)."""
    order = np.argsort(degrees, kind="stable")
    ordered, sums = degrees[order], np.cumsum(weight[order])
    before = sums - weight[order]
    ends = np.searchsorted(sums, before + share * sums[-1] * (1 - 1e-12))
    starts = np.flatnonzero(ends < len(ordered))
    best = starts[np.argmin(ordered[ends[starts]] - ordered[starts])]
    return float(ordered[best]), float(ordered[ends[best]])


def _widened(view: View) -> View:
    """With a margin, and in the shape of the paper: a degree of longitude is cos(latitude) wide."""
    middle = np.array([view.west + view.east, view.south + view.north]) / 2
    shrink = np.cos(np.radians(min(abs(middle[1]), 60)))
    width = max((view.east - view.west) * (1 + 2 * _MARGIN), _LEAST_DEGREES)
    height = max((view.north - view.south) * (1 + 2 * _MARGIN), _LEAST_DEGREES * shrink)
    width, height = max(width, height * _ASPECT / shrink), max(height, width * shrink / _ASPECT)
    south, north = middle[1] - height / 2, middle[1] + height / 2
    west, east = middle[0] - width / 2, middle[0] + width / 2
    if width > _WORLD_FROM:
        return _WORLD
    corners = max(west, -180.0), max(south, -85.0), min(east, 180.0), min(north, 85.0)
    return View(*map(float, corners))


def inside(found: pl.DataFrame, view: View) -> pl.DataFrame:
    """The places in view."""
    return found.filter(
        pl.col("longitude").is_between(view.west, view.east),
        pl.col("latitude").is_between(view.south, view.north),
    )


def _sort() -> pl.Expr:
    kind = pl.col("subkind")
    return pl.when(kind.is_in(["country", "region"])).then(kind).otherwise(pl.lit("town"))


def draw_places(shown: pl.DataFrame, view: View, unit: str, words: Words) -> Figure:
    """Places on a map, their area as `n`; `unit` says what n counts."""
    figure, axes = framed(
        (_WIDTH, (_WIDTH - 0.6) / view.aspect + _HEIGHT_AROUND), words, Room(bottom=0.5)
    )
    _draw_outlines(axes, view)
    diameters = np.clip(_LARGEST * np.sqrt(shown["n"] / shown["n"].max()), _LEAST, None)
    sorted_out = shown.with_columns(sort=_sort(), diameter=pl.Series(diameters))
    for row in sorted_out.iter_rows(named=True):
        size, order = row["diameter"], 2 if row["sort"] == "country" else 3
        at = ([row["longitude"]], [row["latitude"]])
        point = Line2D(*at, markersize=size, alpha=0.85, zorder=order, **_look(row["sort"]))
        tip(axes.add_line(point), f"{row['name']} ({_SORTS[row['sort']][2]}): {row['n']:,} {unit}")
    labels = [
        Label(
            row["name"],
            row["longitude"],
            row["latitude"],
            row["diameter"] / 2,
            7.5 + 2.5 * (row["diameter"] / _LARGEST),
        )
        for row in sorted_out.head(_MOST_LABELS).iter_rows(named=True)
    ]
    put_labels(axes, labels, all_of_them=False)
    legend(axes, _entries(sorted_out, unit))
    return figure


def _look(sort: str) -> dict[str, Any]:
    """How a sort of place is drawn."""
    color, marker, _ = _SORTS[sort]
    filled = sort != "country"
    edge = {
        "markeredgecolor": "white" if filled else color,
        "markeredgewidth": 0.6 if filled else 1.2,
    }
    return {"marker": marker, "color": color if filled else "none"} | edge


def _draw_outlines(axes: Axes, view: View) -> None:
    """Land, coasts and borders."""
    axes.set(xlim=(view.west, view.east), ylim=(view.south, view.north), xticks=[], yticks=[])
    axes.set_facecolor("#E8F0F5")
    axes.spines[:].set_visible(False)
    outlines = read_outlines(view.east - view.west)
    lines = {
        feature: [
            line
            for part in outlines.filter(feature=feature).partition_by("line", maintain_order=True)
            if _meets(line := part.select("longitude", "latitude").to_numpy(), view)
        ]
        for feature in ("land", "border")
    }
    if lines["land"]:
        land = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in lines["land"]))
        axes.add_patch(PathPatch(land, facecolor="#FBFAF5", edgecolor="#8FA3AD", linewidth=0.6))
    borders = LineCollection(lines["border"], colors="#B5AFA5", linewidths=0.7, zorder=1.5)
    axes.add_collection(borders, autolim=False)


def _meets(line: np.ndarray, view: View) -> bool:
    """Whether a line's box shares something with the view."""
    (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
    across = east >= view.west and west <= view.east
    return bool(across and north >= view.south and south <= view.north)


def _entries(shown: pl.DataFrame, unit: str) -> Sequence[Line2D]:
    """The sorts that are there, and what the area of a marker means."""
    present = set(shown["sort"])
    entries = [
        Line2D([], [], linestyle="", markersize=7, label=label, **_look(sort))
        for sort, (_, _, label) in _SORTS.items()
        if sort in present
    ]
    top = int(shown["n"].max())  # type: ignore[arg-type]
    # About a quarter and a fortieth of the largest, in a round number.
    for n in dict.fromkeys(max(int(float(f"{top / part:.0e}")), 1) for part in (4, 40)):
        ring = Line2D(
            [],
            [],
            linestyle="",
            marker="o",
            color="none",
            label=f"{n:,} {unit if n > 1 else unit[:-1]}",
        )
        ring.set(markeredgecolor=VERMILLION, markersize=max(_LARGEST * (n / top) ** 0.5, _LEAST))
        entries.append(ring)
    return entries
