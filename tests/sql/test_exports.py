"""Exported counts of a period, counted again from the sentences that speak of it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from flows.exchange import Selection, read_network
from flows.store import connect

PERIODS = [
    (date(2014, 8, 1), date(2014, 8, 31)),
    (date(2014, 8, 31), None),
    (None, date(2014, 6, 30)),
]


@pytest.fixture(scope="module")
def snapshot(samples: Path):
    with connect(warehouse=samples) as connection:
        yield connection


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_counts_of_a_period(snapshot, first, last) -> None:
    network = read_network(snapshot, Selection(max_q=1, first=first, last=last))
    spoken = {
        (row["doc_id"], row["sentence_no"])
        for row in snapshot.sql("FROM sentences").pl().to_dicts()
        if row["date_from"]
        and (first is None or row["date_from"] >= first)
        and (last is None or row["date_to"] <= last)
    }

    def during(table: str) -> list[dict]:
        rows = snapshot.sql(f"FROM {table}").pl().to_dicts()
        return [row for row in rows if (row["doc_id"], row["sentence_no"]) in spoken]

    pairs = Counter((row["entity_a"], row["entity_b"]) for row in during("evidence"))
    assert {row[:2]: row[2] for row in network.edges.iter_rows()} == pairs
    named = Counter(row["entity_id"] for row in during("mentions"))
    nodes = dict(network.nodes.select("id", "n_mentions").iter_rows())
    assert nodes == {name: named[name] for pair in pairs for name in pair}
    claimed = {"asserted", "attributed"}
    allied = Counter(
        (row["entity_a"], row["entity_b"])
        for row in during("evidence")
        if row["stance"] == "allied" and row["modality"] in claimed
    )
    found = network.edges.select("source", "target", "n_allied").iter_rows()
    assert {(a, b): n for a, b, n in found if n} == allied


@pytest.mark.parametrize("length", ["day", "week", "month", "year"])
def test_slices_are_those_of_the_timeline(snapshot, length: str) -> None:
    network = read_network(snapshot, Selection(max_q=1, slices=length))
    days = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "year": (365, 366)}[length]
    spells = [
        (source, target, spell)
        for source, target, each in network.edges.select("source", "target", "spells").iter_rows()
        for spell in each
    ]
    assert {(a, b, spell["start"], spell["n"]) for a, b, spell in spells} == {
        (row["entity_a"], row["entity_b"], row["period_start"], row["n_mentions"])
        for row in snapshot.sql("FROM timeline").pl().to_dicts()
        if row["entity_b"] and row["period"] == length
    }
    assert all(
        days[0] <= (spell["end"] - spell["start"]).days + 1 <= days[1] for *_, spell in spells
    )
    # Gephi shows an edge only while both its ends live.
    lives = dict(network.nodes.select("id", "spells").iter_rows())
    starts = {name: {spell["start"] for spell in each} for name, each in lives.items()}
    assert all(spell["start"] in starts[a] & starts[b] for a, b, spell in spells)


def test_without_a_period_sides_are_those_of_alignments(snapshot) -> None:
    network = read_network(snapshot, Selection(max_q=1))
    columns = ("entity_a", "entity_b", "n_allied", "n_hostile", "stance", "stance_score")
    expected = snapshot.sql(f"SELECT {', '.join(columns)} FROM alignments").pl()
    found = network.edges.rename({"source": "entity_a", "target": "entity_b"}).select(columns)
    sided = expected.select("entity_a", "entity_b")
    assert set(found.join(sided, on=["entity_a", "entity_b"]).rows()) == set(expected.rows())
