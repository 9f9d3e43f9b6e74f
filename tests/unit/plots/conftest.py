"""A small snapshot in memory: the tables that pictures read."""

from datetime import date

import duckdb
import polars as pl
import pytest

ENTITIES = pl.DataFrame(
    {
        "entity_id": ["a", "b", "c", "d", "e"],
        "name": ["Ada <& Co>", "Bob", "Čapek", "Delhi", "Erbil"],
        "kind": ["organization", "person", "person", "place", "place"],
        "subkind": [None, None, None, "country", "city"],
        "latitude": [None, None, None, 28.0, 36.2],
        "longitude": [None, None, None, 77.0, 44.0],
        "n_mentions": [50, 40, 30, 20, 10],
    }
)
#: entity_a, entity_b, n_both, strength (of every kind), q_value.
PAIRS = [
    ("a", "b", 9, 0.9, 0.0),
    ("a", "c", 5, 0.5, 0.01),
    ("b", "c", 4, 0.4, 0.01),
    ("d", "e", 3, 0.3, 0.02),
    ("a", "e", 2, 0.2, 0.9),
]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return small_snapshot()


def small_snapshot() -> duckdb.DuckDBPyConnection:
    """The tables that pictures read."""
    entities = ENTITIES  # noqa: F841 - DuckDB finds it by its name
    pairs = pl.DataFrame(  # noqa: F841 - as above
        [("sentence", a, b, n, n, x, x, x, q) for a, b, n, x, q in PAIRS],
        schema=["scope", "entity_a", "entity_b", "n_both", "n_documents", "npmi", "log_dice",
                "log_likelihood", "q_value"],
        orient="row",
    )  # fmt: skip
    alignments = pl.DataFrame(  # noqa: F841 - as above
        {
            "entity_a": ["a", "b"],
            "entity_b": ["b", "c"],
            "n_allied": [0, 1],
            "n_hostile": [6, 0],
            "stance": ["hostile", "allied"],
            "stance_score": [-1.0, 1.0],
            "stance_low": [-1.0, -0.6],
            "stance_high": [-0.2, 1.0],
        }
    )
    timeline = pl.DataFrame(  # noqa: F841 - as above
        [
            ("month", date(2014, 6, 1), "a", None, 2, 3),
            ("month", date(2014, 9, 1), "a", None, 1, 7),
            ("month", date(2014, 9, 1), "a", "b", 1, 1),
            ("day", date(2014, 6, 3), "a", None, 1, 1),
        ],
        schema=["period", "period_start", "entity_a", "entity_b", "n_documents", "n_mentions"],
        orient="row",
    )
    documents = pl.DataFrame({"published_at": [date(2014, 6, 3), date(2014, 9, 20)]})  # noqa: F841
    opened = duckdb.connect()
    for table in ("entities", "alignments", "timeline", "documents"):
        opened.sql(f"CREATE TABLE {table} AS FROM {table}")
    opened.sql("CREATE TABLE cooccurrences AS FROM pairs")
    return opened
