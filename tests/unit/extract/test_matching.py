import numpy as np
import polars as pl
import pytest

from flows.extract import read
from flows.extract.matching import Matcher, alias_matcher
from flows.extract.phrases import leftmost_longest
from flows.extract.setting import Setting


@pytest.fixture
def matches(lexicon, documents):
    def find(text):
        reading = read(documents(text), lexicon)
        hits = alias_matcher(lexicon).match(reading, Setting.of(reading))
        start = reading.tokens["start"].gather(hits.first)
        end = reading.tokens["end"].gather(hits.last)
        ids = lexicon.aliases["entity_id"].gather(hits.phrase)
        return [(text[a:b], i) for a, b, i in zip(start, end, ids, strict=True)]

    return find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("give us the US", ["US"]),
        ("in Al-Fallujah, al Fallujah", ["Al-Fallujah", "Fallujah"]),
        ("the Iraqi  \n army", ["Iraqi  \n army"]),
        ("the Iraqi army", ["Iraqi army"]),
        ("Da’wah Party, DA'WAH PARTY", ["Da’wah Party", "DA'WAH PARTY"]),
        ("Sanaa and Sana’a", ["Sanaa", "Sana’a"]),
        ("DAESH and daesh", ["DAESH", "daesh"]),
        ("Isis of Egypt", []),
        ("Iranians in Tehran", []),
        ("the U.S. and U.S", ["U.S.", "U.S"]),
        ("iran", []),
        ("Nouri\u00a0al–Maliki", ["Nouri\u00a0al–Maliki"]),
    ],
)
def test_spellings(matches, text, expected):
    assert [surface for surface, _ in matches(text)] == expected


def test_an_article_can_be_required_and_stays_outside(matches):
    assert matches("West of the West lies The Hague") == [
        ("West", "group:west"),
        ("The Hague", "city:hague"),
    ]


def test_common_words_need_a_telling_capital(matches):
    assert matches("Hit hard. They took Hit.") == [("Hit", "city:hit")]
    assert matches("BOMBS HIT US") == []


def test_phrases_do_not_cross_sentences(matches):
    assert matches("He is Iraqi\n\nArmy units") == [("Iraqi", "country:IQ")]


def test_leftmost_longest():
    start, end = np.array([0, 0, 1, 2, 3]), np.array([1, 2, 4, 3, 5])
    assert leftmost_longest(start, end).tolist() == [1, 3, 4]


def test_many_phrases(lexicon, documents):
    names = pl.Series([f"Xa{n % 997} Yb{n}" for n in range(50_000)])
    matcher = Matcher.build(names, pl.Series(["proper"] * len(names)), lexicon)
    reading = read(documents("from Xa3 Yb1000 to xa3 Yb1000"), lexicon)
    hits = matcher.match(reading, Setting.of(reading))
    assert [names[int(row)] for row in hits.phrase] == ["Xa3 Yb1000"]
