"""The labels of the chain: BIOES over four kinds, and what may follow what.

Label 0 is O; label 1 + 4 * kind + place is a token at a place in a name of a kind.
"""

from typing import NamedTuple

import numpy as np

from flows.extract.arrays import ranges

KINDS = ("person", "organization", "place", "misc")
SINGLE, BEGIN, INSIDE, END = range(4)
N_LABELS = 1 + 4 * len(KINDS)
O = 0  # noqa: E741 - the field's own name for it
_PLACE = np.concatenate(([SINGLE], np.tile(np.arange(4), len(KINDS))))
_KIND = np.concatenate(([-1], np.repeat(np.arange(len(KINDS)), 4)))


class Names(NamedTuple):
    """Names of a batch: first and last token, kind (row of KINDS)."""

    first: np.ndarray
    last: np.ndarray
    kind: np.ndarray


class Tagged(NamedTuple):
    """Names with the smallest probability of a label among their tokens."""

    names: Names
    confidence: np.ndarray


def keep(tagged: Tagged, rows: np.ndarray) -> Tagged:
    """Some of the names."""
    return Tagged(Names(*(part[rows] for part in tagged.names)), tagged.confidence[rows])


def by_place(*tagged: Tagged) -> Tagged:
    """All names of several sets, by place."""
    first, last, kind = (
        np.concatenate(parts) for parts in zip(*(t.names for t in tagged), strict=True)
    )
    everything = Tagged(Names(first, last, kind), np.concatenate([t.confidence for t in tagged]))
    return keep(everything, np.argsort(first, kind="stable"))


def may_begin() -> np.ndarray:
    """Labels a run may begin with."""
    return (_PLACE == SINGLE) | (_PLACE == BEGIN)


def may_end() -> np.ndarray:
    """Labels a run may end with."""
    return (_PLACE == SINGLE) | (_PLACE == END)


def may_follow() -> np.ndarray:
    """Whether label j may follow label i, as [i, j]."""
    goes_on = (_PLACE == BEGIN) | (_PLACE == INSIDE)
    inner = (_PLACE == INSIDE) | (_PLACE == END)
    same = _KIND[:, None] == _KIND[None, :]
    return np.where(goes_on[:, None], inner[None, :] & same, ~inner[None, :])


def spread(names: Names) -> tuple[np.ndarray, np.ndarray]:
    """Tokens of names, one name after the other, and their labels."""
    length = names.last - names.first + 1
    at = ranges(names.first, length)
    first, last = np.repeat(names.first, length), np.repeat(names.last, length)
    place = np.where(at == first, BEGIN, np.where(at == last, END, INSIDE))
    place = np.where(first == last, SINGLE, place)
    return at, 1 + 4 * np.repeat(names.kind, length) + place


def collect(at: np.ndarray, labels: np.ndarray) -> Names:
    """Names of legally labelled tokens."""
    starts = np.flatnonzero((labels != O) & may_begin()[labels])
    stops = np.flatnonzero((labels != O) & may_end()[labels])
    return Names(at[starts], at[stops], _KIND[labels[starts]])
