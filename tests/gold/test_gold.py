"""The project's own labels: they lie where they should, and what is found stays as good."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows.describe import describe
from flows.evaluate import (
    Gold,
    Report,
    compare,
    read_gold,
    score_dates,
    score_modality,
    score_quantities,
    score_stance,
)
from flows.evaluate.spans import SPAN
from flows.lexicon import Lexicon
from flows.settings import RESOURCES
from flows.tag import Tagger

FOLDER = Path(__file__).parent
FILES = ("briefs", "later")
LISTS = ("ents", "dates", "quantities")
NAME = {"start": pl.Int32(), "end": pl.Int32(), "kind": pl.String(), "entity_id": pl.String()}


@pytest.fixture(scope="module")
def golds() -> dict[str, Gold]:
    return {name: read_gold(FOLDER / f"{name}.jsonl") for name in FILES}


@pytest.fixture(scope="module")
def tables(golds) -> dict[str, dict[str, pl.DataFrame]]:
    lexicon = Lexicon.load(RESOURCES / "seeds" / "lexicon")
    tagger = Tagger.load(RESOURCES / "seeds" / "model", lexicon)
    return {name: describe(gold.documents, lexicon, tagger) for name, gold in golds.items()}


def test_there_are_enough_sentences(golds):
    assert sum(gold.spans("sentences").height for gold in golds.values()) >= 300


@pytest.mark.parametrize("name", FILES)
def test_labels_lie_on_their_words(golds, name):
    for record in golds[name].records:
        text = record["text"]
        for field in LISTS:
            wrong = [label for label in record[field] if text[label[0] : label[1]] != label[-1]]
            assert not wrong, (record["text_file"], wrong)
        for one in record["relations"]:
            sides = [text[slice(*one[side])] for side in ("source", "target")]
            assert sides == one["words"], record["text_file"]


@pytest.mark.parametrize("name", FILES)
def test_labels_lie_within_the_sentence_of_their_line(name):
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if "sentences" not in record:
            continue
        ((start, end, _),) = record["sentences"]
        for field in LISTS:
            assert all(start <= label[0] < label[1] <= end for label in record.get(field, []))


#: F1, a point or two below what is measured; three for names, which other modules decide.
FLOORS = [
    ("briefs", "dates", "strict", "span", 96),
    ("briefs", "dates", "relaxed", "value", 94),
    ("briefs", "dates", "relaxed", "basis", 95),
    ("briefs", "quantities", "strict", "span", 98),
    ("briefs", "quantities", "relaxed", "bounds", 96),
    ("briefs", "quantities", "relaxed", "unit", 98),
    ("briefs", "quantities", "relaxed", "role", 94),
    ("briefs", "modality", "strict", "typed", 94),
    ("briefs", "stance", "all", "together", 58),
    ("later", "dates", "strict", "span", 94),
    ("later", "dates", "relaxed", "value", 89),
    ("later", "quantities", "strict", "span", 89),
    ("later", "quantities", "relaxed", "bounds", 93),
    ("later", "modality", "strict", "typed", 91),
    ("later", "stance", "all", "together", 41),
]


def score(gold: Gold, kind: str, tables: dict[str, pl.DataFrame]) -> Report:
    if kind == "stance":
        return score_stance(gold, *(tables[n] for n in ("sentences", "mentions", "evidence")))
    scorer, table = {
        "dates": (score_dates, "dates"),
        "quantities": (score_quantities, "quantities"),
        "modality": (score_modality, "sentences"),
    }[kind]
    return scorer(gold, tables[table])


@pytest.mark.parametrize(("name", "kind", "matching", "measure", "least"), FLOORS)
def test_floor(golds, tables, name, kind, matching, measure, least):
    figures = score(golds[name], kind, tables[name]).figures
    assert 100 * figures.filter(matching=matching, measure=measure)["f1"].item() >= least


@pytest.mark.parametrize(
    ("name", "what", "least"),
    [
        ("briefs", "kind", 92),
        ("briefs", "entity_id", 92),
        ("later", "kind", 92),
        ("later", "entity_id", 92),
    ],
)
def test_floor_of_names(golds, tables, name, what, least):
    gold = golds[name]
    labels = gold.labels("ents", NAME)
    mentions = gold.numbered(tables[name]["mentions"])
    unlisted = pl.col("entity_id").str.starts_with("name:")
    found = mentions.with_columns(entity_id=pl.when(~unlisted).then("entity_id"))
    sides = [
        frame.select(*SPAN, kind=pl.col(what).fill_null("unlisted")) for frame in (labels, found)
    ]
    typed = compare(*sides, gold.documents["text"]).filter(matching="stripped", measure="typed")
    assert 100 * typed["f1"].item() >= least
