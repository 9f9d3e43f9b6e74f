"""What is written is read back by the programs it is for, whatever the names."""

import io
import json
from datetime import date
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import polars as pl
import pytest
import rustworkx as rx
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.exchange import (
    Network,
    edge_table,
    node_table,
    write_gexf,
    write_graphml,
    write_lines,
)

GEXF = "{http://gexf.net/1.3}"
SPELL = {"start": pl.Date, "end": pl.Date, "n": pl.Int64}
JUNE = {"start": date(2014, 6, 1), "end": date(2014, 6, 30), "n": 2}
AUGUST = {"start": date(2014, 8, 1), "end": date(2014, 8, 31), "n": 1}
NODES = {
    "id": pl.String,
    "label": pl.String,
    "kind": pl.String,
    "n_mentions": pl.Int64,
    "latitude": pl.Float64,
    "spells": pl.List(pl.Struct(SPELL)),
}
EDGES = {
    "source": pl.String,
    "target": pl.String,
    "n_both": pl.Int64,
    "npmi": pl.Float64,
    "stance": pl.String,
    "spells": pl.List(pl.Struct(SPELL)),
}


def network(labels: list[str], *edges: tuple[Any, ...]) -> Network:
    nodes = [
        (f"id:{no}", label, "other", no, no / 3 or None, [JUNE]) for no, label in enumerate(labels)
    ]
    return Network(
        pl.DataFrame(nodes, schema=NODES, orient="row"),
        pl.DataFrame(edges, schema=EDGES, orient="row"),
    )


PAIR = network(['Tom & "Jerry" <PLC>', "O'Neil"], ("id:0", "id:1", 3, -0.25, None, [JUNE, AUGUST]))


def written(write, *arguments: Any, **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    write(*arguments, file, **options)
    file.seek(0)
    return file


def test_gexf_by_networkx() -> None:
    graph = nx.read_gexf(written(write_gexf, PAIR, dynamic=False))
    assert dict(graph.nodes(data=True)) == {
        "id:0": {"label": 'Tom & "Jerry" <PLC>', "kind": "other", "n_mentions": 0},
        "id:1": {"label": "O'Neil", "kind": "other", "n_mentions": 1, "latitude": 1 / 3},
    }
    assert list(graph.edges(data=True)) == [
        ("id:0", "id:1", {"n_both": 3, "npmi": -0.25, "weight": 3.0})
    ]
    assert type(graph.nodes["id:1"]["n_mentions"]) is int


def test_gexf_in_time() -> None:
    file = written(write_gexf, PAIR, dynamic=True)
    graph = nx.read_gexf(file)
    assert graph.graph["mode"] == "dynamic"
    assert graph.nodes["id:0"]["slice_mentions"] == [(2, "2014-06-01", "2014-06-30")]
    assert graph.edges["id:0", "id:1"]["spells"] == [
        ("2014-06-01", "2014-06-30"),
        ("2014-08-01", "2014-08-31"),
    ]
    file.seek(0)
    edge = next(ElementTree.parse(file).iter(f"{GEXF}edge"))
    weights = [dict(each.items()) for each in edge.iter(f"{GEXF}attvalue") if each.get("start")]
    assert weights == [
        {"for": "weight", "value": "2", "start": "2014-06-01", "end": "2014-06-30"},
        {"for": "weight", "value": "1", "start": "2014-08-01", "end": "2014-08-31"},
    ]


def test_graphml_by_networkx() -> None:
    graph = nx.read_graphml(written(write_graphml, PAIR))
    assert dict(graph.nodes(data=True)) == {
        "id:0": {"label": 'Tom & "Jerry" <PLC>', "kind": "other", "n_mentions": 0},
        "id:1": {"label": "O'Neil", "kind": "other", "n_mentions": 1, "latitude": 1 / 3},
    }
    assert graph.edges["id:0", "id:1"] == {"n_both": 3, "npmi": -0.25, "weight": 3.0}
    assert not graph.is_directed()


def test_graphml_by_rustworkx(tmp_path) -> None:
    path = tmp_path / "network.graphml"
    path.write_bytes(written(write_graphml, PAIR).getvalue())
    (graph,) = rx.read_graphml(str(path))
    known = [
        {name: value for name, value in each.items() if value is not None} for each in graph.nodes()
    ]
    assert known == [
        {"id": "id:0", "label": 'Tom & "Jerry" <PLC>', "kind": "other", "n_mentions": 0},
        {"id": "id:1", "label": "O'Neil", "kind": "other", "n_mentions": 1, "latitude": 1 / 3},
    ]
    (edge,) = graph.edges()
    assert edge == {"n_both": 3, "npmi": -0.25, "stance": None, "weight": 3.0}


def test_tables_have_the_headings_gephi_looks_for() -> None:
    assert node_table(PAIR).columns == ["Id", "Label", "kind", "n_mentions", "latitude"]
    assert edge_table(PAIR).rows(named=True) == [
        {
            "Source": "id:0",
            "Target": "id:1",
            "Type": "Undirected",
            "Weight": 3,
            "n_both": 3,
            "npmi": -0.25,
            "stance": None,
        }
    ]


@pytest.mark.parametrize("write", [write_graphml, lambda *given: write_gexf(*given, dynamic=True)])
def test_nothing_is_a_network_too(write) -> None:
    graph = written(write, network([]))
    read = nx.read_graphml if write is write_graphml else nx.read_gexf
    assert len(read(graph)) == 0


def in_xml(text: str) -> str:
    """What XML 1.0 can hold, as its specification has it."""
    kept = [(0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF)]
    return "".join(
        char
        if char in "\t\n\r" or any(low <= ord(char) <= high for low, high in kept)
        else "\ufffd"
        for char in text
    )


LABELS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5)


@settings(max_examples=100)
@given(LABELS)
def test_any_name_survives(labels) -> None:
    odd = network(["\x00\x0b\ufffe\U0001f600", "\u202eשלום\t\r\n x ", "]]>&amp;\"'", *labels])
    for graph in (
        nx.read_gexf(written(write_gexf, odd, dynamic=False)),
        nx.read_graphml(written(write_graphml, odd)),
    ):
        found = [data["label"] for _, data in graph.nodes(data=True)]
        # An empty element and no text are one to NetworkX.
        assert [label or "" for label in found] == [in_xml(label) for label in odd.nodes["label"]]
    lines = written(write_lines, odd).getvalue().decode().split("\n")[:-1]
    assert [json.loads(line)["label"] for line in lines] == odd.nodes["label"].to_list()
