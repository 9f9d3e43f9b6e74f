"""Communities and centrality: of texts that can be read, and again from pairs of the samples."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from flows.categories import SCOPES
from flows.store import connect
from flows.store.build import Build
from tests.sql.given import Given, Text, rows

#: Two who are always together, three who are, and one who meets each of them once.
TEXTS = (
    *[Text("A B / C D E")] * 8,
    Text("A Z"),
    Text("C Z / Z // Z"),
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    with Given(tmp_path_factory.mktemp("network"), TEXTS).built() as built:
        yield built


def test_who_is_always_together_is_a_community(build: Build) -> None:
    query = "SELECT entity_id, community_id, degree FROM centrality WHERE scope = 'sentence'"
    assert rows(build, query) == [
        ("A", "A", 1),
        ("B", "A", 1),
        ("C", "D", 2),
        ("D", "D", 2),
        ("E", "D", 2),
    ]


def test_a_chance_meeting_makes_no_tie(build: Build) -> None:
    query = (
        "SELECT community_id, degree, weighted_degree, pagerank FROM entities WHERE entity_id = 'Z'"
    )
    assert rows(build, query) == [(None, 0, 0.0, None)]


def test_weighted_degree_adds_up_npmi(build: Build) -> None:
    query = (
        "SELECT any_value(weighted_degree) - sum(npmi) FROM centrality JOIN cooccurrences AS c "
        "ON centrality.scope = c.scope AND entity_id IN (entity_a, entity_b) "
        "WHERE q_value < 0.05 GROUP BY c.scope, entity_id"
    )
    differences = [row for (row,) in rows(build, query)]
    assert differences == pytest.approx([0] * len(differences), abs=1e-9)
    assert len(differences) >= 5


def test_entities_have_their_place_in_sentences(build: Build) -> None:
    columns = "entity_id, community_id, degree, weighted_degree, pagerank"
    query = f"SELECT {columns} FROM centrality WHERE scope = 'sentence'"
    assert rows(build, f"SELECT {columns} FROM entities WHERE degree > 0") == rows(build, query)


def test_few_texts_make_no_network(build: Build) -> None:
    # Eight of ten texts name all five, which is no surprise.
    assert rows(build, "SELECT count(*) FROM centrality WHERE scope = 'document'") == [(0,)]


@pytest.mark.parametrize("scope", SCOPES)
def test_samples_again(samples: Path, scope: str) -> None:
    with connect(warehouse=samples) as connection:
        pairs = connection.execute(
            "SELECT entity_a, entity_b, npmi FROM cooccurrences WHERE scope = ? AND q_value < 0.05",
            [scope],
        ).fetchall()
        found = connection.execute(
            "SELECT entity_id, degree, weighted_degree, pagerank FROM centrality WHERE scope = ?",
            [scope],
        ).fetchall()
    graph = nx.Graph()
    graph.add_weighted_edges_from(pairs)
    ranks = nx.pagerank(graph, tol=1e-13, max_iter=1000)
    assert {name: n for name, n, _, _ in found} == dict(graph.degree())
    assert {name: sum_ for name, _, sum_, _ in found} == pytest.approx(
        dict(graph.degree(weight="weight"))
    )
    assert {name: rank for name, _, _, rank in found} == pytest.approx(ranks, abs=1e-9)
