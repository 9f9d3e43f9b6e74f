"""Communities and centrality of entities, scope by scope."""

import numpy as np
import polars as pl
from graspologic_native import leiden_csr  # pyright: ignore[reportAttributeAccessIssue] - has no stubs

from flows.network.adjacency import Adjacency, adjacency
from flows.network.pagerank import pagerank

#: Leiden refines a partition that often; on 18,000 pairs more changes nothing worth the time.
_ITERATIONS = 5
_SEED = 0
#: Ranks closer than this are equal: the rest is rounding.
_DIGITS = 12
_SCHEMA = {
    "scope_no": pl.Int64,
    "entity_no": pl.Int64,
    "community_no": pl.Int64,
    "degree": pl.Int64,
    "weighted_degree": pl.Float64,
    "pagerank": pl.Float64,
}


def centrality(ties: pl.DataFrame) -> pl.DataFrame:
    """Community and centrality of every entity that has a tie, by scope.

    Reads scope_no, a_no, b_no (integers, a_no < b_no) and weight (above 0), one row per pair in a
    scope, in any order. Returns scope_no, entity_no, community_no (the number of the community's
    most central member), degree (pairs), weighted_degree (sum of their weights) and pagerank.

    Communities are those of the Leiden algorithm (Traag, Waltman & van Eck 2019) for modularity,
    from a fixed seed. Betweenness is left out: exact, it takes longer than the rest of a run.
    """
    scopes = ties.partition_by("scope_no", as_dict=True)
    found = [_of_scope(number, scopes[(number,)]) for number in sorted(key[0] for key in scopes)]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *found])


def _of_scope(number: int, ties: pl.DataFrame) -> pl.DataFrame:
    graph = adjacency(*(ties[name].to_numpy() for name in ("a_no", "b_no", "weight")))
    columns = {
        "scope_no": np.full(len(graph.nodes), number),
        "entity_no": graph.nodes,
        "community_no": _communities(graph),
        "degree": graph.degree,
        "weighted_degree": graph.strength,
        "pagerank": pagerank(graph),
    }
    # A community goes by its most central member, the first by number where several are.
    centre = pl.col("entity_no").sort_by(-pl.col("pagerank").round(_DIGITS), "entity_no").first()
    centre = centre.over("community_no")
    return pl.DataFrame(columns).with_columns(community_no=centre).cast(pl.Schema(_SCHEMA))


def _communities(graph: Adjacency) -> np.ndarray:
    """A number per node, the same for nodes of one community."""
    _, members = leiden_csr(
        graph.starts,
        graph.neighbours,
        graph.weights,
        len(graph.nodes),
        iterations=_ITERATIONS,
        seed=_SEED,
    )
    return np.array([members[node] for node in range(len(graph.nodes))])
