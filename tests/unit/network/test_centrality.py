"""Communities and centrality against NetworkX and rustworkx, and whatever the order of the rows."""

import networkx as nx
import polars as pl
import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

from flows.network import centrality

#: Two triangles held together by one weak tie, and two who have only each other.
BARBELL = [
    (1, 2, 1.0),
    (1, 3, 1.0),
    (2, 3, 1.0),
    (3, 4, 0.1),
    (4, 5, 1.0),
    (4, 6, 1.0),
    (5, 6, 1.0),
]
APART = (8, 9, 0.5)


def frame(edges: list[tuple[int, int, float]], scope_no: int = 2) -> pl.DataFrame:
    columns = {"a_no": pl.Int32, "b_no": pl.Int32, "weight": pl.Float64}
    ties = pl.DataFrame(edges, schema=columns, orient="row")
    return ties.with_columns(scope_no=pl.lit(scope_no))


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[int, int, float]]:
    node = st.integers(1, 30)
    pairs = draw(st.sets(st.tuples(node, node).filter(lambda ab: ab[0] < ab[1]), min_size=1))
    return [(a, b, draw(st.floats(0.01, 1))) for a, b in sorted(pairs)]


def test_triangles_are_communities_named_after_their_middle() -> None:
    found = centrality(frame([*BARBELL, APART]))
    assert dict(found.select("entity_no", "community_no").iter_rows()) == {
        **dict.fromkeys((1, 2, 3), 3),
        **dict.fromkeys((4, 5, 6), 4),
        # Neither is more central than the other.
        **dict.fromkeys((8, 9), 8),
    }
    assert found["degree"].to_list() == [2, 2, 3, 3, 2, 2, 1, 1]
    assert found["weighted_degree"].to_list() == pytest.approx([2, 2, 2.1, 2.1, 2, 2, 0.5, 0.5])


def test_scopes_are_networks_of_their_own() -> None:
    both = centrality(pl.concat([frame(BARBELL, 2), frame([APART], 0)]))
    assert both.equals(pl.concat([centrality(frame([APART], 0)), centrality(frame(BARBELL, 2))]))


def test_without_ties_there_is_nobody() -> None:
    assert centrality(frame([])).is_empty()


@given(graphs(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(edges, random) -> None:
    shuffled = random.sample(edges, len(edges))
    assert centrality(frame(edges)).equals(centrality(frame(shuffled)))


@given(graphs())
def test_centrality_is_networkx_s(edges) -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    found = {row["entity_no"]: row for row in centrality(frame(edges)).iter_rows(named=True)}
    ranks = nx.pagerank(graph, tol=1e-13, max_iter=1000)
    assert {no: row["pagerank"] for no, row in found.items()} == pytest.approx(ranks, abs=1e-9)
    assert {no: row["degree"] for no, row in found.items()} == dict(graph.degree())
    weighted = dict(graph.degree(weight="weight"))
    assert {no: row["weighted_degree"] for no, row in found.items()} == pytest.approx(weighted)


@given(graphs())
def test_pagerank_is_rustworkx_s(edges) -> None:
    graph, nodes = rx.PyGraph(), sorted({no for a, b, _ in edges for no in (a, b)})
    places = dict(zip(nodes, graph.add_nodes_from(nodes), strict=True))
    graph.add_edges_from([(places[a], places[b], weight) for a, b, weight in edges])
    ranks = rx.pagerank(graph.to_directed(), weight_fn=float, tol=1e-13, max_iter=1000)
    found = centrality(frame(edges))
    assert found["pagerank"].to_list() == pytest.approx(list(ranks.values()), abs=1e-9)


@given(graphs())
def test_communities_are_as_good_as_louvain_s(edges) -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    found = centrality(frame(edges))
    ours = [
        set(members) for members in found.group_by("community_no").agg("entity_no")["entity_no"]
    ]
    theirs = nx.community.louvain_communities(graph, seed=1)
    ours_score, theirs_score = (nx.community.modularity(graph, each) for each in (ours, theirs))
    assert ours_score > theirs_score - 0.05
    assert all(nx.is_connected(graph.subgraph(members)) for members in ours)


@given(graphs())
def test_communities_go_by_their_most_central_member(edges) -> None:
    found = centrality(frame(edges))
    best = found.group_by("community_no").agg(pl.col("pagerank").max().alias("best"))
    centres = found.filter(pl.col("entity_no") == pl.col("community_no")).join(
        best, on="community_no"
    )
    assert centres.height == best.height
    assert centres["pagerank"].to_list() == pytest.approx(centres["best"].to_list(), abs=1e-9)
