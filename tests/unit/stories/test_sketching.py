"""Sketches against sets of shingles made plainly."""

import re

import polars as pl
import pytest

from flows.contracts import PART_TABLES
from flows.extract import read
from flows.extraction import load_lexicon
from flows.settings import Settings
from flows.stories import SKETCH_SIZE, sketch

TEXTS = [
    "One bomb, two bombs; three bombs!",
    "ONE BOMB two bombs\nthree bombs",
    "",
    "…",
    "word",
    "to be or not to be or not to be",
    " ".join(f"w{number}" for number in range(400)),
    "One bomb, two bombs; 3 bombs!",
]


def sketched(texts: list[str]) -> list[dict[str, object]]:
    documents = pl.DataFrame(
        {"doc_id": [f"{number:016x}" for number in range(len(texts))], "text": texts},
        schema={"doc_id": pl.String, "text": pl.String},
    ).with_columns(body_start=pl.lit(0, dtype=pl.Int32))
    found = sketch(documents, read(documents, load_lexicon(Settings().lexicon.absolute())))
    return PART_TABLES["sketches"].validate(found).to_dicts()


def shingles(text: str) -> set[tuple[str, ...]]:
    words = ["", "", *re.findall(r"\w+", text.lower()), "", ""]
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)} if len(words) > 4 else set()


def test_a_sketch_is_of_the_distinct_shingles() -> None:
    for text, row in zip(TEXTS, sketched(TEXTS), strict=True):
        values = row["sketch"]
        assert isinstance(values, list)
        assert row["n_shingles"] == len(shingles(text))
        assert len(values) == min(len(shingles(text)), SKETCH_SIZE)
        assert values == sorted(set(values))


def test_values_are_those_of_the_shingles_in_common() -> None:
    one, other = "a b c d e f g h", "x a b c d e y g h"
    rows = sketched([one, other])
    common = set(rows[0]["sketch"]) & set(rows[1]["sketch"])  # type: ignore[arg-type]
    assert len(common) == len(shingles(one) & shingles(other))


def test_long_texts_keep_the_smallest_values() -> None:
    words = [f"w{number}" for number in range(400)]
    whole, part = sketched([" ".join(words), " ".join(words[:200])])
    # Cut off where the whole text's sketch ends, the part's values are among the whole's, but for
    # the two shingles at its end.
    reach = max(whole["sketch"])  # type: ignore[call-overload]
    inside = {value for value in part["sketch"] if value <= reach}  # type: ignore[union-attr]
    assert len(inside - set(whole["sketch"])) <= 2  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("one", "other", "words", "numbers"),
    [(0, 1, True, True), (0, 7, False, False), (0, 5, False, True), (2, 3, True, True)],
)
def test_equal_words_and_numbers(one: int, other: int, words: bool, numbers: bool) -> None:
    rows = sketched(TEXTS)
    assert (rows[one]["words"] == rows[other]["words"]) == words
    assert (rows[one]["numbers"] == rows[other]["numbers"]) == numbers


def test_without_words_there_is_no_hash_of_them() -> None:
    assert [row["words"] is None for row in sketched(TEXTS)] == [n in {2, 3} for n in range(8)]
    assert sketched([]) == []
