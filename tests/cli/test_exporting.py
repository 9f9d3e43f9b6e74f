"""alongside export: filters, files, and what is refused."""

import json
from pathlib import Path

import networkx as nx
import polars as pl
import pytest

from tests.cli.conftest import Type

ALL = ("--max-q", "1")


@pytest.fixture
def where(published: Path) -> tuple[str, str]:
    return "-w", str(published)


def edges(alongside: Type, *words: str) -> set[frozenset[str]]:
    """The names at the two ends of each exported edge."""
    said = alongside("export", "--format", "jsonl", *words)
    assert said.code == 0
    rows = [json.loads(line) for line in said.out.splitlines()]
    names = {row["id"]: row["label"] for row in rows if row["type"] == "node"}
    ends = [(row["source"], row["target"]) for row in rows if row["type"] == "edge"]
    assert set(names) == {name for pair in ends for name in pair}
    return {frozenset(names[name] for name in pair) for pair in ends}


def test_filters(alongside: Type, where) -> None:
    allies = {frozenset(pair) for pair in (("Iran", "Iraq"), ("Iran", "United States"))}
    every = edges(alongside, *ALL, *where)
    assert allies < every
    assert frozenset(("Islamic State", "Mosul")) in every
    assert allies < edges(alongside, *ALL, "--kind", "place", *where) < every
    both = edges(alongside, *ALL, "--kind", "place", "--kind", "organization", *where)
    assert both == every
    assert len(edges(alongside, *ALL, "--limit", "2", *where)) == 2
    assert edges(alongside, *ALL, *where) < edges(alongside, *ALL, "--scope", "document", *where)
    # Only one of the two texts has a date.
    assert edges(alongside, *ALL, "--from", "2014-08-31", *where) == every - {
        frozenset(("Islamic State", "Mosul"))
    }


def test_files(alongside: Type, where, tmp_path: Path) -> None:
    gexf, graphml, tables = (tmp_path / f"it's a [net].{end}" for end in ("gexf", "graphml", "csv"))
    assert "edges in" in alongside("export", *ALL, "--output", str(gexf), *where).out
    assert alongside("export", *ALL, "--output", str(graphml), *where).code == 0
    assert alongside("export", *ALL, "--output", str(tables), *where).code == 0
    graph = nx.read_gexf(gexf)
    other = nx.read_graphml(graphml)
    assert dict(graph.nodes(data=True)) == dict(other.nodes(data=True))
    assert nx.utils.edges_equal(graph.edges(data=True), other.edges(data=True))
    nodes = pl.read_csv(tmp_path / "it's a [net]-nodes.csv", glob=False)
    assert set(nodes["Id"]) == set(graph)
    assert pl.read_csv(tmp_path / "it's a [net]-edges.csv", glob=False).height == len(graph.edges)
    # Nothing half-written stays behind.
    assert len(list(tmp_path.iterdir())) == 4


def test_slices(alongside: Type, where, tmp_path: Path) -> None:
    file = tmp_path / "weeks.gexf"
    assert alongside("export", *ALL, "--slices", "week", "--output", str(file), *where).code == 0
    graph = nx.read_gexf(file)
    assert graph.edges["country:IR", "country:US"]["spells"] == [("2014-08-25", "2014-08-31")]
    # No date says when Mosul was taken.
    assert "city:iq-mosul" not in graph


def test_standard_output_is_the_file(alongside: Type, where, tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    alongside("export", *ALL, "--output", str(file), *where)
    assert alongside("export", *ALL, "--format", "graphml", *where).out == file.read_text()


def test_nothing_to_export_is_said(alongside: Type, where, tmp_path: Path) -> None:
    file = tmp_path / "none.gexf"
    said = alongside("export", "--min-count", "99", "--output", str(file), *where)
    assert (said.code, said.out.split(" in ")[0]) == (0, "0 nodes and 0 edges")
    assert "no pair passes these filters" in said.err
    assert len(nx.read_gexf(file)) == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "say --format"),
        (("--format", "dot"), 2, "there is no format 'dot'"),
        (("--output", "net.xlsx"), 2, "there is no format 'xlsx'"),
        (("--format", "csv"), 2, "csv makes two files"),
        (("--format", "gexf", "--kind", "planet"), 2, "--kind planet: there are person"),
        (("--format", "gexf", "--scope", "page"), 2, "--scope page: there are sentence"),
        (("--format", "gexf", "--slices", "hour"), 2, "--slices hour: there are day"),
        (("--format", "jsonl", "--slices", "day"), 2, "--slices is for gexf"),
        (("--format", "gexf", "--scope", "document", "--from", "2014-01-01"), 2, "need --scope"),
        (("--format", "gexf", "--from", "2014-02-01", "--to", "2014-01-01"), 2, "is later than"),
        (("--output", "/nowhere/net.gexf"), 1, "cannot write /nowhere/net.gexf: No such file"),
    ],
)
def test_what_cannot_be_is_one_clear_line(alongside: Type, where, words, code, message) -> None:
    said = alongside("export", *words, *where)
    assert said.code == code
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert message in said.err
    assert said.err.count("\n") == 1
