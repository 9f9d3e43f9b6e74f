"""The project's own labels: they lie where they should, and what is found stays as good."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows.evaluate import EVALUATIONS, read_gold
from flows.evaluate.gold import Gold
from flows.evaluate.spans import SPAN, compare
from flows.extract import extract
from flows.lexicon import Lexicon
from flows.settings import RESOURCES
from flows.tag import Tagger

PATH = Path(__file__).parent / "briefs.jsonl"
LISTS = ("ents", "dates", "quantities")
NAME = {"start": pl.Int32(), "end": pl.Int32(), "kind": pl.String(), "entity_id": pl.String()}


@pytest.fixture(scope="module")
def gold() -> Gold:
    return read_gold(PATH)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(RESOURCES / "seeds" / "lexicon")


@pytest.fixture(scope="module")
def tagger(lexicon) -> Tagger:
    return Tagger.load(RESOURCES / "seeds" / "model", lexicon)


def test_there_are_enough_sentences(gold):
    assert gold.spans("sentences").height >= 200


def test_labels_lie_on_their_words(gold):
    for record in gold.records:
        text = record["text"]
        for field in LISTS:
            wrong = [label for label in record[field] if text[label[0] : label[1]] != label[-1]]
            assert not wrong, (record["text_file"], wrong)
        for one in record["relations"]:
            sides = [text[slice(*one[side])] for side in ("source", "target")]
            assert sides == one["words"], record["text_file"]


def test_labels_lie_within_the_sentence_of_their_line():
    for line in PATH.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if "sentences" not in record:
            continue
        ((start, end, _),) = record["sentences"]
        for field in LISTS:
            assert all(start <= label[0] < label[1] <= end for label in record.get(field, []))


#: A point or two below what is measured; three for names, which other modules decide.
FLOORS = [
    ("dates", "strict", "span", 85),
    ("dates", "relaxed", "value", 82),
    ("dates", "relaxed", "basis", 89),
    ("quantities", "strict", "span", 91),
    ("quantities", "relaxed", "bounds", 91),
    ("quantities", "relaxed", "unit", 93),
    ("quantities", "relaxed", "role", 84),
    ("modality", "strict", "typed", 87),
    ("stance", "all", "together", 43),
]


@pytest.fixture(scope="module")
def f1(gold, lexicon, tagger):
    figures = {}

    def of(kind: str, matching: str, measure: str) -> float:
        if kind not in figures:
            figures[kind] = EVALUATIONS[kind].run(gold, lexicon, tagger, 0).figures
        row = figures[kind].filter(matching=matching, measure=measure)
        return 100 * row["f1"].item()

    return of


@pytest.mark.parametrize(("kind", "matching", "measure", "least"), FLOORS)
def test_floor(f1, kind, matching, measure, least):
    assert f1(kind, matching, measure) >= least


@pytest.mark.parametrize(("what", "least"), [("kind", 90), ("entity_id", 90)])
def test_floor_of_names(gold, lexicon, tagger, what, least):
    labels = gold.labels("ents", NAME)
    mentions = gold.numbered(extract(gold.documents, lexicon, tagger).mentions)
    known = pl.col("entity_id").str.starts_with("name:")
    found = mentions.with_columns(entity_id=pl.when(~known).then("entity_id"))
    sides = [
        frame.select(*SPAN, kind=pl.col(what).fill_null("unlisted")) for frame in (labels, found)
    ]
    typed = compare(*sides, gold.documents["text"]).filter(matching="stripped", measure="typed")
    assert 100 * typed["f1"].item() >= least
