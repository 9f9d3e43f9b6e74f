import json

import polars as pl
import pytest

from flows.errors import UsageError
from flows.evaluate import read_gold, score_links

TEXT = "The Zork Front (ZF) met Ali Blurk. The ZF's chief, Blurk, left. Ali fled. Zorkland fell."
#: Words -> where they begin.
BEGINS = {
    "The Zork Front": 0,
    "ZF": TEXT.index("ZF"),
    "Ali Blurk": TEXT.index("Ali Blurk"),
    "chief": TEXT.index("chief"),
    "Blurk": TEXT.index("Blurk, left"),
    "Zorkland": TEXT.index("Zorkland"),
}
SPANS = {words: (begin, begin + len(words)) for words, begin in BEGINS.items()}


@pytest.fixture
def gold(tmp_path):
    def write(*synonyms):
        relations = [
            {"type": "IsSynonymOf", "source": SPANS[one], "target": SPANS[other]}
            for one, other in synonyms
        ]
        relations.append({"type": "AlliesOf", "source": SPANS["ZF"], "target": SPANS["Zorkland"]})
        ents = [[*span, "Organisation"] for span in SPANS.values()]
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps({"text": TEXT, "ents": ents, "relations": relations}) + "\n")
        return read_gold(path)

    return write


def mentions(**entities):
    """Mentions of words with their entity ids; underscores stand for blanks."""
    rows = []
    for name, entity in entities.items():
        start, end = SPANS[name.replace("_", " ")]
        rows.append(("0" * 16, start, end, TEXT[start:end], entity))
    schema = {"doc_id": pl.String, "start": pl.Int32, "end": pl.Int32,
              "surface": pl.String, "entity_id": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def counts(report, measure):
    row = report.figures.row(by_predicate=pl.col("measure") == measure, named=True)
    return row["n_gold"], row["n_found"], row["n_right"]


def test_synonyms_of_synonyms_are_synonyms(gold):
    labelled = gold(("Ali Blurk", "chief"), ("chief", "Blurk"))
    report = score_links(labelled, mentions(Ali_Blurk="a", Blurk="a", Zorkland="z"))
    # Ali Blurk, chief and Blurk make three pairs, of which one was found.
    assert counts(report, "found") == (1, 1, 1)
    assert counts(report, "all") == (3, 1, 1)


def test_an_article_makes_no_difference(gold):
    report = score_links(gold(("The Zork Front", "ZF")), mentions(The_Zork_Front="f", ZF="f"))
    assert counts(report, "found") == (1, 1, 1)


def test_a_missed_link_costs_recall_a_wrong_one_precision(gold):
    labelled = gold(("The Zork Front", "ZF"), ("Ali Blurk", "Blurk"))
    report = score_links(labelled, mentions(The_Zork_Front="f", ZF="g", Ali_Blurk="a", Blurk="f"))
    assert counts(report, "found") == (2, 1, 0)
    assert report.errors.select("error", "surface", "gold_kind", "found_kind").rows() == [
        ("missed", "Ali Blurk", "blurk", None),
        ("missed", "The Zork Front", "zf", None),
        ("wrong", "The Zork Front", None, "blurk"),
    ]


def test_what_the_gold_does_not_speak_of_is_not_judged(gold):
    labelled = gold(("The Zork Front", "ZF"))
    report = score_links(labelled, mentions(The_Zork_Front="f", ZF="f", Ali_Blurk="a", Blurk="a"))
    assert counts(report, "found") == (1, 1, 1)
    assert report.errors["error"].to_list() == ["unjudged"]
    assert report.errors["behind"].to_list() == [". The ZF's chief, Blurk, left. Ali fled."]


def test_a_file_without_relations_is_refused(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "x", "ents": []}\n')
    with pytest.raises(UsageError, match="line 1: there is no list `relations`"):
        score_links(read_gold(path), mentions())
