import json

import polars as pl
import pytest

from flows.errors import UsageError
from flows.evaluate import compare, read_gold, score_names, worst
from flows.evaluate.names import gold_names

TEXT = "The Nile Bank met Ali Hassan's brother in Cairo."


def spans(*rows):
    schema = {"doc": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "kind": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


GOLD = spans((0, 0, 13, "ORG"), (0, 18, 28, "PER"), (0, 42, 47, "LOC"))
FOUND = spans((0, 4, 13, "ORG"), (0, 18, 30, "PER"), (0, 42, 47, "ORG"))


def figure(figures, matching, measure):
    row = figures.row(
        by_predicate=(pl.col("matching") == matching) & (pl.col("measure") == measure), named=True
    )
    return row["n_gold"], row["n_found"], row["n_right"]


def test_articles_and_possessives_count_only_when_strict():
    figures = compare(GOLD, FOUND, pl.Series([TEXT]))
    assert figure(figures, "strict", "untyped") == (3, 3, 1)
    assert figure(figures, "stripped", "untyped") == (3, 3, 3)
    assert figure(figures, "stripped", "typed") == (3, 3, 2)
    assert figure(figures, "stripped", "ORG") == (1, 2, 1)


def test_rates_are_the_textbook_ones():
    figures = compare(GOLD, FOUND[:1], pl.Series([TEXT])).filter(
        matching="stripped", measure="typed"
    )
    assert figures.select("precision", "recall", "f1").row(0) == (1.0, 1 / 3, 0.5)


def test_rates_are_null_where_nothing_is_found():
    figures = compare(GOLD, spans(), pl.Series([TEXT])).filter(matching="strict", measure="typed")
    assert figures.select("precision", "recall", "f1").row(0) == (None, 0.0, 0.0)


def test_the_same_span_counts_once_with_its_last_kind():
    twice = spans((0, 42, 47, "ORG"), (0, 42, 47, "LOC"))
    assert figure(compare(GOLD, twice, pl.Series([TEXT])), "strict", "typed") == (3, 1, 1)


def test_errors_come_with_their_context():
    found = spans((0, 42, 47, "ORG"), (0, 31, 38, "PER"), (0, 18, 28, "PER"))
    errors = worst(GOLD, found, pl.Series([TEXT]))
    assert errors.select("error", "surface", "gold_kind", "found_kind").rows() == [
        ("kind", "Cairo", "LOC", "ORG"),
        ("missed", "Nile Bank", "ORG", None),
        ("spurious", "brother", None, "PER"),
    ]
    assert errors["before"][0].endswith("brother in ")
    assert errors["behind"][0] == "."


def test_the_commonest_error_comes_first():
    text = "Rome, Oslo, Rome"
    gold = spans((0, 0, 4, "LOC"), (0, 6, 10, "LOC"), (0, 12, 16, "LOC"))
    assert worst(gold, spans(), pl.Series([text])).select("n", "surface").rows() == [
        (2, "Rome"),
        (1, "Oslo"),
    ]


@pytest.fixture
def gold_file(tmp_path):
    def write(*records):
        path = tmp_path / "gold.jsonl"
        path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
        return path

    return write


def test_found_misc_does_not_count_where_gold_has_none(gold_file):
    gold = read_gold(gold_file({"text": TEXT, "ents": [[42, 47, "LOC"]]}))
    mentions = gold.documents.select(
        "doc_id", start=pl.Series([[0, 42]]), end=pl.Series([[3, 47]]), kind=pl.lit("place")
    ).explode("start", "end")
    mentions = mentions.with_columns(
        pl.col("start", "end").cast(pl.Int32), kind=pl.Series(["event", "place"])
    )
    assert figure(score_names(gold, mentions).figures, "strict", "typed") == (1, 1, 1)


def test_common_nouns_of_conflict_gold_are_left_out(gold_file):
    text = "The army of Iraq left; he stayed. We saw ISIL."
    spans = [(0, 8), (12, 16), (23, 25), (34, 36), (41, 45), (0, 16)]
    ents = [[*span, "Organisation"] for span in spans]
    gold = read_gold(gold_file({"text": text, "ents": ents}))
    assert gold_names(gold).rows() == [(0, 12, 16, "ORG"), (0, 41, 45, "ORG")]


def test_no_errors_are_listed_where_none_are_wanted():
    assert worst(GOLD, FOUND, pl.Series([TEXT]), most=0).is_empty()


def test_gold_in_the_kinds_of_the_project(gold_file):
    gold = read_gold(gold_file({"text": TEXT, "ents": [[4, 13, "organization"], [0, 3, "group"]]}))
    assert gold_names(gold)["kind"].to_list() == ["ORG", "MISC"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no json", "line 1: no JSON"),
        ("", "no JSON"),
        ('{"ents": []}', "line 1: an object with `text`"),
        ('{"text": "x"}', "text 1: there is no list `ents`"),
        ('{"text": "x", "ents": [[1, 2]]}', "is no .from, to, label."),
        ('{"text": "x", "ents": [[0, "x", "PER"]]}', "is no .start, end, label."),
    ],
)
def test_what_is_no_gold_is_refused_with_its_line(tmp_path, line, reason):
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(UsageError, match=reason):
        read_gold(path).spans("ents")


def test_a_file_without_texts_is_refused(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.touch()
    with pytest.raises(UsageError, match="holds no text"):
        read_gold(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is not there"):
        read_gold(tmp_path / "gold.jsonl")
