"""Who is named with whom: entities as nodes, their significant pairs as lines."""

from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from flows.plots.labels import Label, put_labels
from flows.plots.selection import Selection
from flows.plots.stress import network_layout
from flows.plots.style import ALLIED, GREY, HOSTILE, INK, KINDS, Words, framed, legend, tip

_PAIRS = """
    WITH wanted AS (
        SELECT entity_id
        FROM entities
        WHERE len($kinds) = 0 OR list_contains($kinds, kind) OR list_contains($ids, entity_id)
    ),

    significant AS (
        SELECT
            *,
            list_contains($ids, entity_a) OR list_contains($ids, entity_b) AS is_asked
        FROM cooccurrences
        WHERE scope = $scope
            AND q_value <= $max_q
            AND n_both >= $min_count
            AND entity_a IN (FROM wanted)
            AND entity_b IN (FROM wanted)
    ),

    -- Of the entities asked for, half the pairs are theirs, the rest tell how those named with them
    -- hang together.
    closest AS (
        SELECT unnest([entity_a, entity_b]) AS entity_id
        FROM (
            FROM significant
            WHERE is_asked
            ORDER BY {by} DESC, entity_a, entity_b
            LIMIT $limit // 2 + 1
        )
    ),

    eligible AS (
        FROM significant
        WHERE len($ids) = 0 OR (entity_a IN (FROM closest) AND entity_b IN (FROM closest))
    )

    SELECT
        eligible.entity_a,
        eligible.entity_b,
        eligible.n_both,
        eligible.n_documents,
        eligible.{by} AS strength,
        alignments.stance,
        coalesce(alignments.stance_low > 0 OR alignments.stance_high < 0, false) AS is_sure,
        coalesce(alignments.n_allied, 0) AS n_allied,
        coalesce(alignments.n_hostile, 0) AS n_hostile,
        (SELECT count(*) FROM significant WHERE len($ids) = 0 OR is_asked) AS n_pairs
    FROM eligible
    LEFT JOIN alignments USING (entity_a, entity_b)
    ORDER BY eligible.is_asked DESC, strength DESC, entity_a, entity_b
    LIMIT $limit
"""
_NODES = """
    SELECT entity_id, name, kind, n_mentions, list_contains($ids, entity_id) AS is_asked
    FROM entities
    WHERE list_contains($drawn, entity_id)
    ORDER BY is_asked DESC, n_mentions DESC, entity_id
"""

#: What may make a pair strong, and how a caption calls it.
STRENGTHS = {
    "log_likelihood": "G² (log-likelihood ratio)",
    "log_dice": "logDice",
    "npmi": "NPMI",
    "n_both": "number of joint units",
}
_SIDES = {"allied": (ALLIED, "-", "P"), "hostile": (HOSTILE, (0, (4, 1.5)), "X")}


class Network(NamedTuple):
    """Nodes (entity_id, name, kind, n_mentions, is_asked) and edges (entity_a, entity_b, n_both,
    n_documents, strength, stance, is_sure, n_allied, n_hostile, n_pairs), strongest first.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame


def network(connection: duckdb.DuckDBPyConnection, wanted: Selection) -> Network:
    """The strongest significant pairs, or those around the entities `wanted.ids`.

    `n_pairs` is how many pairs pass the filters: all of them, or those with an entity asked for.
    """
    given = wanted._asdict()
    query, by = _PAIRS.format(by=wanted.by), given.pop("by")
    assert by in STRENGTHS
    lists = {name: list(given[name]) for name in ("ids", "kinds")}
    edges = connection.sql(query, params=given | lists).pl()
    drawn = pl.concat([edges["entity_a"], edges["entity_b"]]).unique().sort().to_list()
    nodes = connection.sql(_NODES, params={"ids": lists["ids"], "drawn": drawn}).pl()
    return Network(nodes, edges)


def draw_network(found: Network, words: Words) -> Figure:
    """Nodes with labels, lines between them; sides by colour, dashes and a sign in the middle."""
    figure, axes = framed((12, 9), words)
    number = {entity: row for row, entity in enumerate(found.nodes["entity_id"])}
    ends = found.edges.select(
        pl.col("entity_a", "entity_b").replace_strict(number, return_dtype=pl.Int64)
    ).to_numpy()
    places = network_layout(found.nodes.height, ends)
    axes.set(xlim=(-0.05, 1.05), ylim=(-0.05, 1.05))
    axes.axis("off")
    _draw_edges(axes, found, places[ends])
    radii = _draw_nodes(axes, found.nodes, places)
    labels = [
        Label(name, x, y, radius, 8 + 3 * radius / radii.max())
        for name, (x, y), radius in zip(found.nodes["name"], places, radii, strict=True)
    ]
    along = np.linspace(0, 1, 40)[:, None, None]
    lines = (places[ends[:, 0]] * along + places[ends[:, 1]] * (1 - along)).reshape(-1, 2)
    put_labels(axes, labels, all_of_them=True, keep_off=lines)
    legend(axes, _entries(found))
    return figure


def _draw_edges(axes: Axes, found: Network, lines: np.ndarray) -> None:
    """Draw lines (m, 2 ends, 2 coordinates); their width follows the strength."""
    name = dict(found.nodes.select("entity_id", "name").iter_rows())
    strength = found.edges["strength"].to_numpy()
    share = np.sqrt(np.clip(strength, 0, None) / max(strength.max(), 1e-9))
    for row, line, width in zip(found.edges.iter_rows(named=True), lines, share, strict=True):
        color, dashes, sign = _SIDES.get(row["stance"], (GREY, "-", None))
        about = f"{name[row['entity_a']]} and {name[row['entity_b']]}: {row['n_both']:,} together"
        sides = f", {row['n_allied']} sentences allied, {row['n_hostile']} hostile"
        (drawn,) = axes.plot(
            *line.T,
            color=color,
            linestyle=dashes,
            linewidth=0.8 + 4 * width,
            alpha=0.9 if row["is_sure"] else 0.45,
            zorder=2 if sign else 1,
        )
        tip(drawn, about + (sides if sign else ""))
        if sign:
            inside = color if row["is_sure"] else "white"
            axes.plot(*line.mean(axis=0), sign, **_sign(color, inside), zorder=3)


def _sign(color: str, inside: str) -> dict[str, Any]:
    """How the sign of a side is drawn: filled where it is sure, hollow where it is not."""
    edge = "white" if inside == color else color
    return {"color": inside, "markersize": 9, "markeredgecolor": edge, "markeredgewidth": 0.8}


def _draw_nodes(axes: Axes, nodes: pl.DataFrame, places: np.ndarray) -> np.ndarray:
    """Draw markers whose area follows the mentions; return their radii in points."""
    mentions = nodes["n_mentions"].to_numpy()
    diameters = np.clip(30 * np.sqrt(mentions / mentions.max()), 6, None)
    for row, (x, y), diameter in zip(nodes.iter_rows(named=True), places, diameters, strict=True):
        color, marker = KINDS[row["kind"]]
        (point,) = axes.plot(
            x,
            y,
            marker,
            markersize=diameter,
            color=color,
            markeredgecolor=INK,
            markeredgewidth=2.2 if row["is_asked"] else 0.7,
            zorder=4,
            clip_on=False,
        )
        tip(point, f"{row['name']} ({row['kind']}): {row['n_mentions']:,} mentions")
    return diameters / 2


def _entries(found: Network) -> list[Line2D]:
    """The legend: the kinds and sides that are there."""
    kinds, sides = set(found.nodes["kind"]), set(found.edges["stance"])
    entries = [
        Line2D([], [], color=color, marker=marker, linestyle="", markeredgecolor=INK, label=kind)
        for kind, (color, marker) in KINDS.items()
        if kind in kinds
    ]
    for side, (color, dashes, sign) in _SIDES.items():
        for is_sure in found.edges.filter(stance=side)["is_sure"].unique().sort(descending=True):
            look = _sign(color, color if is_sure else "white")
            label, alpha = (side, 1) if is_sure else (f"{side}, on few sentences", 0.6)
            line = {"linestyle": dashes, "linewidth": 2, "marker": sign, "label": label}
            entries.append(Line2D([], [], **look | line | {"color": color, "alpha": alpha}))
            entries[-1].set_markerfacecolor(look["color"])
    if None in sides:
        entries.append(Line2D([], [], color=GREY, alpha=0.6, linewidth=2, label="named together"))
    return entries
