"""What of the network goes out: the filters, and the queries that carry them out.

Values are bound, never pasted: what varies in the text of a query is one of the constants here.
"""

from datetime import date
from typing import Any, NamedTuple

import duckdb
import polars as pl

_WHOLE = """
    SELECT c.entity_a, c.entity_b, c.n_both, c.n_documents, c.n_publishers, c.n_asserted,
        c.n_negated, c.n_hypothetical, c.n_attributed, coalesce(l.n_allied, 0) AS n_allied,
        coalesce(l.n_hostile, 0) AS n_hostile
    FROM cooccurrences AS c
    LEFT JOIN alignments AS l ON c.entity_a = l.entity_a AND c.entity_b = l.entity_b
    WHERE c.scope = $scope
"""
_IN_PERIOD = """
    SELECT e.entity_a, e.entity_b, count(*) AS n_both, count(DISTINCT e.doc_id) AS n_documents,
        count(DISTINCT d.publisher) AS n_publishers,
        count(*) FILTER (WHERE e.modality = 'asserted') AS n_asserted,
        count(*) FILTER (WHERE e.modality = 'negated') AS n_negated,
        count(*) FILTER (WHERE e.modality = 'hypothetical') AS n_hypothetical,
        count(*) FILTER (WHERE e.modality = 'attributed') AS n_attributed,
        count(*) FILTER (WHERE e.stance = 'allied' AND e.modality IN ('asserted', 'attributed'))
            AS n_allied,
        count(*) FILTER (WHERE e.stance = 'hostile' AND e.modality IN ('asserted', 'attributed'))
            AS n_hostile
    FROM evidence AS e
    JOIN spoken AS s ON e.doc_id = s.doc_id AND e.sentence_no = s.sentence_no
    JOIN documents AS d ON e.doc_id = d.doc_id
    GROUP BY e.entity_a, e.entity_b
"""
_EDGES = """
    WITH spoken AS (
        SELECT doc_id, sentence_no
        FROM sentences
        WHERE date_from >= coalesce($first, date_from) AND date_to <= coalesce($last, date_to)
    ),

    counted AS ({counted}),

    slices AS ({slices}),

    spells AS (
        SELECT entity_a, entity_b, {spells} AS spells
        FROM slices
        WHERE entity_b IS NOT NULL
        GROUP BY entity_a, entity_b
    ),

    edges AS (
        SELECT n.entity_a AS source, n.entity_b AS target, n.* EXCLUDE (entity_a, entity_b),
            (n.n_allied - n.n_hostile) / nullif(n.n_allied + n.n_hostile, 0) AS stance_score,
            CASE sign(n.n_allied - n.n_hostile) WHEN 1 THEN 'allied' WHEN -1 THEN 'hostile' END
                AS stance,
            c.npmi, c.log_dice, c.q_value, spells.spells
        FROM counted AS n
        JOIN cooccurrences AS c
            ON n.entity_a = c.entity_a AND n.entity_b = c.entity_b AND c.scope = $scope
        JOIN entities AS a ON n.entity_a = a.entity_id
        JOIN entities AS b ON n.entity_b = b.entity_id
        LEFT JOIN spells ON n.entity_a = spells.entity_a AND n.entity_b = spells.entity_b
        WHERE c.q_value <= $max_q
            AND n.n_both >= $min_count
            AND (len($kinds) = 0 OR list_has_all($kinds, [a.kind, b.kind]))
            AND ($slices IS NULL OR spells.spells IS NOT NULL)
        ORDER BY {strongest}, source, target
        LIMIT $limit
    )
"""
#: Spells of an entity or a pair: the first and last day of each slice, and how often it is named.
_SPELLS = "list({'start': period_start, 'end': end_day, 'n': n_mentions} ORDER BY period_start)"
_SLICES = """
    SELECT entity_a, entity_b, n_mentions, period_start,
        CASE period
            WHEN 'day' THEN period_start
            WHEN 'week' THEN period_start + 6
            WHEN 'month' THEN last_day(period_start)
            ELSE make_date(year(period_start), 12, 31)
        END AS end_day
    FROM timeline
    WHERE period = $slices
        AND period_start >= coalesce($first, period_start) AND end_day <= coalesce($last, end_day)
"""
_NODES = """
    , ends AS (SELECT source AS entity_id FROM edges UNION SELECT target FROM edges),

    named AS (
        SELECT m.entity_id, count(*) AS n_mentions, count(DISTINCT m.doc_id) AS n_documents
        FROM mentions AS m
        JOIN spoken AS s ON m.doc_id = s.doc_id AND m.sentence_no = s.sentence_no
        GROUP BY m.entity_id
    ),

    lives AS (
        SELECT entity_a AS entity_id, {spells} AS spells
        FROM slices
        WHERE entity_b IS NULL
        GROUP BY entity_a
    )

    SELECT e.entity_id AS id, e.name AS label, e.kind, e.subkind, e.country_code, e.latitude,
        e.longitude, {named}.n_mentions, {named}.n_documents, c.community_id,
        centres.name AS community, coalesce(c.degree, 0) AS degree,
        coalesce(c.weighted_degree, 0) AS weighted_degree, c.pagerank, lives.spells
    FROM entities AS e
    JOIN ends ON e.entity_id = ends.entity_id
    LEFT JOIN named ON e.entity_id = named.entity_id
    LEFT JOIN lives ON e.entity_id = lives.entity_id
    LEFT JOIN centrality AS c ON e.entity_id = c.entity_id AND c.scope = $scope
    LEFT JOIN entities AS centres ON c.community_id = centres.entity_id
    ORDER BY e.entity_id
"""


class Selection(NamedTuple):
    """Which pairs go out: those of a scope that pass every filter, or the strongest of them.

    With a period, the counts are those of the sentences that speak of a time inside it; slices are
    the spells of the timeline in which a pair is spoken of. Both are of scope sentence.
    """

    scope: str = "sentence"
    max_q: float = 0.05
    min_count: int = 1
    kinds: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    limit: int | None = None
    slices: str | None = None


class Network(NamedTuple):
    """Nodes (id, label, …) by id and edges (source, target, n_both, …), the strongest first; both
    with `spells`, a list of start, end and n, null where no slices were asked for.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame


def read_network(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Network:
    """The selected edges of a snapshot, and the entities at their ends."""
    dated = selection.first is not None or selection.last is not None
    edges = _EDGES.format(
        counted=_IN_PERIOD if dated else _WHOLE,
        strongest="n_both DESC, c.log_likelihood DESC NULLS LAST"
        if dated
        else "c.log_likelihood DESC NULLS LAST",
        spells=_SPELLS,
        slices=_SLICES,
    )
    nodes = _NODES.format(named="named" if dated else "e", spells=_SPELLS)
    values: dict[str, Any] = selection._asdict() | {"kinds": list(selection.kinds)}
    return Network(
        connection.sql(edges + nodes, params=values).pl(),
        connection.sql(f"{edges} SELECT * FROM edges", params=values).pl(),
    )
