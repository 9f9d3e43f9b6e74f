"""People counted side by side: what became of some became of the others.

As in "killed 20 children and six adult staff", "12 policemen, 3 firemen and two guards were
killed", "13 people, including ten children".
"""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.known import Known
from flows.extract.reading import Reading
from flows.lexicon import Lexicon

#: How many in a row take what is said of the first or the last.
_LENGTH = 5
_JOINS = (",", "and", "or", "&")
#: Where a list ends, else what follows is said of its last: "and two guards fled".
_CLOSES = (".", ",", ";", ":", ")", "and", "or", "in", "at", "on", "by", "near", "from", "after",
           "during", "when", "while", "since", "as", "outside", "inside", "across")  # fmt: skip
#: What a list stands behind that is the subject of its clause.
_OPENS = (",", ";", ":", "that", "where", "when", "after", "while", "and", "as", "(")
_PARTS = ("including", "includes", "included")


def shared(
    read: Reading,
    first: np.ndarray,
    end: np.ndarray,
    people: np.ndarray,
    told: np.ndarray,
) -> np.ndarray:
    """What verbs tell of quantities (codes of roles, -1 for none), with what they tell of others.

    Quantities are given by their first tokens and the last ones of what they count, ascending, and
    whether that is people.
    """
    if len(first) < 2:
        return told
    told, of, sentence = told.copy(), read.type_of, read.sentence_of
    next_to = sentence[end[:-1]] == sentence[first[1:]]
    joined = next_to & _joined(read, end[:-1], first[1:])
    part = next_to & _is_part(read, first[1:])
    behind = np.minimum(end + 1, len(of) - 1)
    closes = read.among(behind, _CLOSES) | (sentence[behind] != sentence[end]) | (behind == end)
    takes = people[1:] & closes[1:] & (joined | part)
    for _ in range(_LENGTH):
        told[1:] = np.where(takes & (told[1:] < 0), told[:-1], told[1:])
    before = np.maximum(first - 1, 0)
    opens = read.among(before, _OPENS) | (sentence[before] != sentence[first]) | (first == 0)
    takes = people[:-1] & joined & opens[:-1]
    for _ in range(_LENGTH):
        told[:-1] = np.where(takes & (told[:-1] < 0), told[1:], told[:-1])
    return told


def _joined(read: Reading, end: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Whether nothing but a comma, a conjunction or both stand between two quantities."""
    gap, behind = first - end - 1, np.minimum(end + 1, len(read.type_of) - 1)
    one = read.among(behind, _JOINS)
    both = read.among(behind, (",",)) & read.among(first - 1, _JOINS)
    return ((gap == 1) & one) | ((gap == 2) & both)


def _is_part(read: Reading, first: np.ndarray) -> np.ndarray:
    """Whether quantities are named as a part of those before them."""
    one, two = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
    return read.among(one, _PARTS) | (read.among(one, ("them",)) & read.among(two, ("among",)))


def named_people(read: Reading, unit: pl.DataFrame, lexicon: Lexicon) -> np.ndarray:
    """Whether what is counted (`unit`, and `last`, its token) is people by a noun for them or by a
    name in the plural: 12 Palestinians.
    """
    last = unit["last"].fill_null(-1).to_numpy()
    name = (last >= 0) & read.of(np.maximum(last, 0), "is_capital")
    return name | _people(lexicon).among(unit["unit"])


@lru_cache(maxsize=4)
def _people(lexicon: Lexicon) -> Known:
    return Known(lexicon.quantity_words.filter(pl.col("class") == "people")["word"])
