"""What is drawn: the queries behind the pictures, on tables small enough to see through."""

from datetime import date

import duckdb
import polars as pl
import pytest

from flows.plots.matrix import association_matrix, stance_matrix
from flows.plots.network import network
from flows.plots.places import inside, places, view_of
from flows.plots.selection import Selection
from flows.plots.timeline import Time, mentions_in_all, time_shown, timeline

Connection = duckdb.DuckDBPyConnection


def _pairs(frame: pl.DataFrame) -> list[str]:
    return frame.select(pl.concat_str("entity_a", "entity_b")).to_series().to_list()


@pytest.mark.parametrize(
    ("wanted", "pairs"),
    [
        (Selection(), ["ab", "ac", "bc", "de"]),
        (Selection(limit=2), ["ab", "ac"]),
        (Selection(max_q=1), ["ab", "ac", "bc", "de", "ae"]),
        (Selection(min_count=5), ["ab", "ac"]),
        (Selection(kinds=["person"]), ["bc"]),
        # Those named with c, and how they hang together.
        (Selection(ids=["c"]), ["ac", "bc", "ab"]),
        (Selection(ids=["c"], limit=1), ["ac"]),
        # An entity that is asked for is drawn whatever its kind.
        (Selection(ids=["d"], kinds=["person"]), []),
        (Selection(scope="document"), []),
    ],
)
def test_the_strongest_significant_pairs(
    connection: Connection, wanted: Selection, pairs: list[str]
) -> None:
    assert _pairs(network(connection, wanted).edges) == pairs


def test_edges_know_their_side_and_how_many_there_were(connection: Connection) -> None:
    found = network(connection, Selection(limit=3))
    assert found.edges.select("stance", "is_sure", "n_pairs").rows() == [
        ("hostile", True, 4),
        (None, False, 4),
        ("allied", False, 4),
    ]
    assert found.nodes["entity_id"].to_list() == ["a", "b", "c"]


def test_periods_without_a_sentence_are_zero(connection: Connection) -> None:
    time = time_shown(connection, ["a"], by="month")
    assert time == Time(date(2014, 6, 3), date(2014, 9, 20), "month")
    counts = timeline(connection, [("a", None), ("b", "a")], time)
    assert counts["n_mentions"].to_list() == [3, 0, 0, 7, 0, 0, 0, 1]
    assert counts["period_start"][1] == date(2014, 7, 1)
    assert mentions_in_all(connection, [("a", None), ("b", "a"), ("c", "e")]) == [50, 9, 0]


@pytest.mark.parametrize(
    ("last", "by"),
    [
        (date(2014, 7, 1), "day"),
        (date(2015, 7, 1), "week"),
        (date(2020, 7, 1), "month"),
        (date(2050, 7, 1), "year"),
    ],
)
def test_periods_suit_the_time_shown(connection: Connection, last: date, by: str) -> None:
    time = time_shown(connection, ["a"], last=last)
    assert time is not None
    assert time.by == by


def test_without_dates_of_texts_those_of_sentences_count(connection: Connection) -> None:
    connection.sql("UPDATE documents SET published_at = NULL")
    assert time_shown(connection, ["a"]) == Time(date(2014, 6, 3), date(2014, 6, 3), "day")
    assert time_shown(connection, ["b"]) is None


def test_a_matrix_leaves_out_who_has_no_pair(connection: Connection) -> None:
    found = association_matrix(connection, Selection(by="npmi", min_count=4))
    assert sorted(found.names) == ["Ada <& Co>", "Bob", "Čapek"]
    assert found.cells.height == 3
    assert (found.cells["row"] > found.cells["column"]).all()


def test_a_matrix_of_sides(connection: Connection) -> None:
    found = stance_matrix(connection, Selection())
    assert len(found.names) == 3
    assert sorted(found.cells["value"]) == [-1.0, 1.0]
    assert stance_matrix(connection, Selection(kinds=["place"])).names == []


def test_places_with_the_sentences_that_name_them_with_an_entity(connection: Connection) -> None:
    assert places(connection).select("name", "n").rows() == [("Delhi", 20), ("Erbil", 10)]
    assert places(connection, "a").select("name", "n").rows() == [("Erbil", 2)]
    assert places(connection, min_count=11).height == 1


def test_the_view_is_where_most_towns_are() -> None:
    towns = pl.DataFrame(
        {
            "subkind": ["country", *["city"] * 20],
            "longitude": [-97.0, *[40.0 + n / 10 for n in range(19)], -77.0],
            "latitude": [38.0, *[33.0 + n / 10 for n in range(19)], 38.9],
            "n": [1000, *[5] * 20],
        }
    )
    view = view_of(towns)
    assert inside(towns, view).height == 19
    assert inside(towns, view_of(towns, everything=True)).height == 21
    # In the shape of the paper, where no pole cuts it off.
    assert view.aspect == pytest.approx(1.75, rel=0.01)


def test_a_single_place_has_a_view_around_it() -> None:
    one = pl.DataFrame({"subkind": ["city"], "longitude": [44.0], "latitude": [36.0], "n": [1]})
    assert inside(one, view_of(one)).height == 1
