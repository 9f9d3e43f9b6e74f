"""Scores of labels that carry values, on tiny made-up gold."""

import json

import polars as pl
import pytest

from flows.errors import UsageError
from flows.evaluate import EVALUATIONS, read_gold
from flows.evaluate.dates import score_dates
from flows.evaluate.matched import matched, score_matched
from flows.evaluate.modality import score_modality
from flows.evaluate.quantities import score_quantities
from flows.evaluate.stance import score_stance
from flows.lexicon import Lexicon
from flows.settings import RESOURCES

TEXT = "From 2005 to 2008, on Monday, Ali and Bea fought Carl."
DOC = "0" * 16


def labels(*rows):
    schema = {"doc": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "value": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def counts(figures, matching, measure):
    return figures.filter(matching=matching, measure=measure).select(
        "n_gold", "n_found", "n_right"
    ).row(0)  # fmt: skip


@pytest.fixture
def gold_of(tmp_path):
    def write(*records):
        path = tmp_path / "gold.jsonl"
        path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
        return read_gold(path)

    return write


def test_values_count_among_what_overlaps():
    gold = labels((0, 0, 4, "a"), (0, 10, 20, "b"), (1, 0, 4, "c"))
    found = labels((0, 0, 4, "a"), (0, 12, 20, "b"), (1, 1, 4, "x"), (1, 9, 12, "y"))
    texts = pl.Series(["abcdefghijklmnopqrstuvwxyz"] * 2)
    report = score_matched(gold, found, texts, ["value"], most=9)
    assert counts(report.figures, "strict", "span") == (3, 4, 1)
    assert counts(report.figures, "relaxed", "span") == (3, 4, 3)
    assert counts(report.figures, "relaxed", "value") == (3, 4, 2)
    assert counts(report.figures, "relaxed", "accuracy of value") == (3, 3, 2)
    assert report.errors.select("error", "surface", "gold_kind", "found_kind").rows() == [
        ("spurious", "jkl", None, "y"),
        ("extent", "klmnopqrst", "klmnopqrst", "mnopqrst"),
        ("extent", "abcd", "abcd", "bcd"),
        ("value", "abcd", "c", "x"),
    ]


def test_the_same_span_comes_before_the_longer_overlap():
    gold = labels((0, 0, 4, "a"), (0, 2, 20, "b"))
    found = labels((0, 0, 20, "a"), (0, 0, 4, "b"))
    assert matched(gold, found).rows() == [(0, 1, True), (1, 0, False)]


def test_a_label_counts_once():
    gold, found = labels((0, 0, 10, "a")), labels((0, 0, 4, "a"), (0, 5, 10, "a"))
    assert matched(gold, found).rows() == [(0, 1, False)]


def dates(*rows):
    names = ("doc_id", "start", "end", "surface", "kind", "value", "date_from", "date_to", "basis")
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(
        pl.col("start", "end").cast(pl.Int32), pl.col("date_from", "date_to").str.to_date()
    )


FOUND_DATES = dates(
    (DOC, "5", "17", "2005 to 2008", "date", "2005/2008", "2005-01-01", "2008-12-31", "explicit"),
    (DOC, "22", "28", "Monday", "date", "2014-06-09", "2014-06-09", "2014-06-09", "relative"),
)


def test_ranges_are_two_tags_among_timexes(gold_of):
    timexes = [[5, 9, "DATE", "2005"], [13, 17, "DATE", "2008"], [22, 28, "DATE", "2014-06-16"]]
    figures = score_dates(gold_of({"text": TEXT, "timexes": timexes}), FOUND_DATES).figures
    assert counts(figures, "strict", "span") == (3, 3, 3)
    assert counts(figures, "strict", "value") == (3, 3, 2)


def test_ranges_are_one_label_among_dates(gold_of):
    label = [5, 17, "date", "2005/2008", "2005-01-01", "2008-12-31", "explicit", "2005 to 2008"]
    figures = score_dates(gold_of({"text": TEXT, "dates": [label]}), FOUND_DATES).figures
    assert counts(figures, "strict", "span") == (1, 2, 1)
    assert counts(figures, "strict", "date_to") == (1, 2, 1)
    assert counts(figures, "strict", "basis") == (1, 2, 1)


def test_open_bounds_are_equal_to_open_bounds(gold_of):
    text = "over 40 men and 20 women"
    gold = [[0, 11, 40, None, "men", "killed"], [16, 24, 20, 20, "women", None]]
    found = pl.DataFrame(
        {
            "doc_id": [DOC] * 2,
            "start": [0, 16],
            "end": [11, 24],
            "lower": [40.0, 20.0],
            "upper": [None, 21.0],
            "unit": ["men", "women"],
            "role": [None, None],
        },
        schema_overrides={"start": pl.Int32, "end": pl.Int32, "role": pl.String},
    )
    figures = score_quantities(gold_of({"text": text, "quantities": gold}), found).figures
    assert counts(figures, "strict", "bounds") == (2, 2, 1)
    assert counts(figures, "strict", "unit") == (2, 2, 2)
    assert counts(figures, "strict", "role") == (2, 2, 1)


def test_modality_counts_whole_sentences(gold_of):
    text = "He left. She may come."
    gold = gold_of({"text": text, "sentences": [[0, 8, "asserted"], [9, 22, "hypothetical"]]})
    found = pl.DataFrame(
        {"doc_id": [DOC] * 2, "start": [0, 9], "end": [8, 22], "modality": ["asserted"] * 2},
        schema_overrides={"start": pl.Int32, "end": pl.Int32},
    )
    report = score_modality(gold, found)
    assert counts(report.figures, "strict", "untyped") == (2, 2, 2)
    assert counts(report.figures, "strict", "typed") == (2, 2, 1)
    assert report.errors.select("surface", "gold_kind", "found_kind").rows() == [
        ("She may come.", "hypothetical", "asserted")
    ]


SENTENCES = pl.DataFrame(
    {"doc_id": [DOC] * 2, "sentence_no": [0, 1], "start": [0, 55], "end": [54, 70]},
    schema_overrides={"sentence_no": pl.Int32, "start": pl.Int32, "end": pl.Int32},
)
MENTIONS = pl.DataFrame(
    {
        "doc_id": [DOC] * 3,
        "entity_id": ["ali", "bea", "carl"],
        "start": [30, 38, 49],
        "end": [33, 41, 53],
    },
    schema_overrides={"start": pl.Int32, "end": pl.Int32},
)


def evidence(*rows):
    schema = {"sentence_no": pl.Int32, "start_a": pl.Int32, "cue_end": pl.Int32}
    names = ("doc_id", "sentence_no", "entity_a", "entity_b", "stance", "start_a", "cue_end")
    types = dict.fromkeys(names, pl.String) | schema
    return pl.DataFrame([(DOC, 0, *row) for row in rows], schema=types, orient="row")


def test_pairs_of_found_names_and_of_all_names(gold_of):
    text = TEXT + " Dan fled. Xu."
    against = {"type": "FightingAgainst"}
    relations = [
        against | {"source": [30, 33], "target": [49, 53]},
        against | {"source": [49, 53], "target": [30, 33]},
        against | {"source": [38, 41], "target": [49, 53]},
        against | {"source": [0, 4], "target": [49, 53]},
        {"type": "AlliesOf", "source": [30, 33], "target": [55, 58]},
        {"type": "Likes", "source": [30, 33], "target": [38, 41]},
    ]
    gold = gold_of({"text": text, "relations": relations})
    found = evidence(("ali", "carl", "hostile", 30, 48), ("ali", "bea", "allied", 30, 48))
    report = score_stance(gold, SENTENCES, MENTIONS, found)
    assert counts(report.figures, "found", "together") == (2, 2, 1)
    assert counts(report.figures, "found", "hostile") == (2, 1, 1)
    assert counts(report.figures, "all", "together") == (3, 2, 1)
    assert report.errors.select("error", "gold_kind", "found_kind").rows() == [
        ("missed", "hostile", None),
        ("missed", "hostile", None),
        ("spurious", None, "allied"),
    ]


def test_the_wrong_side_is_an_error_of_its_own(gold_of):
    relation = {"type": "allied", "source": [30, 33], "target": [49, 53]}
    gold = gold_of({"text": TEXT, "relations": [relation]})
    report = score_stance(gold, SENTENCES, MENTIONS, evidence(("ali", "carl", "hostile", 30, 48)))
    assert counts(report.figures, "found", "together") == (1, 1, 0)
    assert report.errors["error"].to_list() == ["stance"]


def test_lines_that_name_one_file_label_one_text(tmp_path, gold_of):
    (tmp_path / "a.txt").write_text("\ufeffAli left.\nBea came.\n", encoding="utf-8")
    gold = gold_of(
        {"text_file": "a.txt", "document_time": "2014-06-11", "body_start": 4, "ents": []},
        {"text": "Carl.", "ents": []},
        {"text_file": "a.txt", "ents": [[0, 3, "PER"]]},
        {"text_file": "a.txt", "ents": [[10, 13, "PER"]]},
    )
    assert gold.documents["text"].to_list() == ["Ali left.\nBea came.\n", "Carl."]
    assert gold.documents["body_start"].to_list() == [4, 0]
    assert gold.documents["published_at"].dt.date().cast(pl.String).to_list() == [
        "2014-06-11", None,
    ]  # fmt: skip
    assert gold.spans("ents").rows() == [(0, 0, 3, "PER"), (0, 10, 13, "PER")]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text_file": "none.txt"}, "line 1: none.txt cannot be read"),
        ({"text": "x", "document_time": "soon"}, "document_time soon is no date"),
    ],
)
def test_what_cannot_be_read_is_refused(gold_of, record, reason):
    with pytest.raises(UsageError, match=reason):
        gold_of(record)


def test_every_kind_runs_from_text_to_figures(gold_of):
    text = "On Monday 40 men fled. Turkey bombed ISIS."
    labels = {
        "ents": [[23, 29, "place"]],
        "dates": [[3, 9, "date", "2014-06-09", "2014-06-09", "2014-06-09", "relative"]],
        "quantities": [[10, 16, 40, 40, "men", "displaced"]],
        "sentences": [[0, 22, "asserted"], [23, 42, "asserted"]],
        "relations": [{"type": "hostile", "source": [23, 29], "target": [37, 41]}],
    }
    gold = gold_of({"text": text, "document_time": "2014-06-10", **labels})
    lexicon = Lexicon.load(RESOURCES / "seeds" / "lexicon")
    figures = {
        kind: EVALUATIONS[kind].run(gold, lexicon, None, 3).figures
        for kind in ("dates", "quantities", "modality", "stance")
    }
    assert counts(figures["dates"], "strict", "date_from") == (1, 1, 1)
    assert counts(figures["quantities"], "strict", "role") == (1, 1, 1)
    assert counts(figures["modality"], "strict", "typed") == (2, 2, 2)
    assert counts(figures["stance"], "found", "hostile") == (1, 1, 1)


def test_relations_are_objects(gold_of):
    gold = gold_of({"text": TEXT, "relations": [[1, 2, 3]]})
    with pytest.raises(UsageError, match="is no object"):
        score_stance(gold, SENTENCES, MENTIONS, evidence())
