import json

import polars as pl
import pytest

from flows.errors import UsageError
from flows.evaluate import read_gold, score_places
from flows.evaluate.gold import Gold

TEXT = "Iraqi troops left Mosul for Paris, and Nowhere."
LABELS = [
    [0, 5, "99237", 33.0, 44.0],
    [18, 23, "99072", 36.335, 43.119],
    [28, 33, "4717560", 33.66, -95.56],
    [39, 46, None, None, None],
]


@pytest.fixture
def gold(tmp_path) -> Gold:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"text": TEXT, "places": LABELS}) + "\n", encoding="utf-8")
    return read_gold(path)


def mentions(*rows: tuple) -> pl.DataFrame:
    columns = {
        "doc_id": pl.String,
        "start": pl.Int32,
        "end": pl.Int32,
        "kind": pl.String,
        "basis": pl.String,
        "entity_id": pl.String,
        "entity_subkind": pl.String,
        "geonames_id": pl.Int64,
        "latitude": pl.Float64,
        "longitude": pl.Float64,
    }
    return pl.DataFrame([("0" * 16, *row) for row in rows], schema=columns, orient="row")


FOUND = mentions(
    (0, 5, "group", "demonym", "country:IQ", "country", 99237, 33.0, 44.0),
    (18, 23, "place", "name", "city:iq-mosul", "city", 99072, 36.34, 43.13),
    (28, 33, "place", "name", "city:fr-paris", "city", 2988507, 48.85, 2.35),
    (39, 46, "place", "name", "name:0", None, None, None, None),
    (6, 12, "place", "name", "name:1", None, None, None, None),
)


def figure(gold: Gold, found: pl.DataFrame, matching: str, measure: str) -> tuple[int, int, int]:
    row = score_places(gold, found).figures.row(
        by_predicate=(pl.col("matching") == matching) & (pl.col("measure") == measure), named=True
    )
    return row["n_gold"], row["n_found"], row["n_right"]


def test_spans_count_without_and_with_demonyms(gold: Gold) -> None:
    assert figure(gold, FOUND, "strict", "places") == (4, 4, 3)
    assert figure(gold, FOUND, "strict", "with demonyms") == (4, 5, 4)


def test_links_count_among_the_toponyms_found_that_have_coordinates(gold: Gold) -> None:
    assert figure(gold, FOUND, "linked", "within 161 km") == (3, 3, 2)
    assert figure(gold, FOUND[1:], "linked", "within 161 km") == (2, 2, 1)
    assert figure(gold, FOUND, "linked", "same id") == (3, 3, 2)
    assert figure(gold, FOUND, "linked", "towns") == (2, 2, 1)
    assert figure(gold, FOUND, "linked", "areas") == (1, 1, 1)


def test_what_is_not_linked_is_wrong(gold: Gold) -> None:
    lost = FOUND.with_columns(latitude=pl.lit(None, dtype=pl.Float64))
    assert figure(gold, lost, "linked", "within 161 km") == (3, 0, 0)
    assert score_places(gold, lost).remark == ""


def test_the_median_error_is_told(gold: Gold) -> None:
    # 0, 1.1 and some 7,783 km.
    assert score_places(gold, FOUND).remark == "median error of linked toponyms: 1.1 km"


def test_places_that_are_far_are_listed_in_context(gold: Gold) -> None:
    errors = score_places(gold, FOUND).errors.filter(error="far").row(0, named=True)
    assert errors["surface"] == "Paris"
    assert errors["gold_kind"] == "33.7 -95.6"
    assert errors["found_kind"].startswith("city:fr-paris 77")
    assert (errors["before"], errors["behind"]) == (
        "Iraqi troops left Mosul for ",
        ", and Nowhere.",
    )


def test_nothing_found_is_no_error(gold: Gold) -> None:
    assert figure(gold, mentions(), "linked", "within 161 km") == (0, 0, 0)


@pytest.mark.parametrize("line", [{"text": "a"}, {"text": "a", "places": [[0, 1, None]]}])
def test_what_is_not_in_the_format_is_refused(tmp_path, line: dict) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(UsageError, match=r"(line|text) 1"):
        read_gold(path).places()


def test_texts_may_hold_any_line_separator(tmp_path) -> None:
    path = tmp_path / "gold.jsonl"
    record = {"text": "Mosul\u2028Iraq\x85", "places": [[0, 5, None, 36.3, 43.1]]}
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    assert read_gold(path).places().rows() == [(0, 0, 5, None, 36.3, 43.1)]
