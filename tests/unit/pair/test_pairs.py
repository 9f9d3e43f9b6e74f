import polars as pl

from flows.contracts import PART_TABLES
from flows.pair import STANCE_SCHEMA
from flows.pair import pair as pair_with

NO_STANCES = pl.DataFrame(schema=STANCE_SCHEMA)


def pair(found):
    return pair_with(found, NO_STANCES)


def mentions(*rows):
    columns = ["doc_id", "sentence_no", "entity_id", "start", "end", "modality"]
    kinds = {"sentence_no": pl.Int32, "start": pl.Int32, "end": pl.Int32}
    return pl.DataFrame(
        [("0" * 16, *row, "asserted") for row in rows],
        schema=columns,
        orient="row",
        schema_overrides=kinds | {"modality": pl.String},
    )


def test_one_row_per_pair_and_sentence():
    found = pair(mentions((0, "b", 0, 1), (0, "a", 5, 6), (0, "b", 9, 10), (1, "a", 20, 21)))
    assert found.select("sentence_no", "entity_a", "entity_b").rows() == [(0, "a", "b")]


def test_the_closest_mentions_stand_for_the_pair():
    found = pair(mentions((0, "b", 0, 1), (0, "a", 8, 9), (0, "b", 10, 11)))
    assert found.select("start_a", "start_b").rows() == [(8, 10)]


def test_of_equally_close_mentions_the_earlier():
    found = pair(mentions((0, "b", 0, 1), (0, "a", 3, 4), (0, "b", 6, 7)))
    assert found.select("start_a", "start_b").rows() == [(3, 0)]


def test_an_entity_does_not_pair_with_itself():
    assert pair(mentions((0, "a", 0, 1), (0, "a", 3, 4))).height == 0


def test_nothing_to_pair():
    found = pair(mentions())
    assert found.height == 0
    assert PART_TABLES["evidence"].is_valid(found)


def test_all_pairs_of_a_sentence_in_order():
    found = pair(mentions((0, "c", 0, 1), (0, "a", 2, 3), (0, "b", 4, 5)))
    assert found.select("entity_a", "entity_b").rows() == [("a", "b"), ("a", "c"), ("b", "c")]
