"""Runs of capitals, and when a run and a lexicon match beside it are one name.

Spans are runs of name tokens, joined over particles and hyphens (Abu Bakr al-Baghdadi), and the
lexicon's matches. Neighbouring atoms become one name where a head word says so: "University of
Baghdad", "Baghdad International Airport", "Ministry of Culture and Tourism", "Camp Speicher";
a given name before a place makes a person of both ("Michael Jordan"). Otherwise lexicon matches
cut the runs.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import begins, ends, ranges
from flows.extract.capitals import Words
from flows.extract.tokens import NOTHING

_OF = ("of", "for")
_POSSESSORS = ("people", "women", "children", "men", "workers", "lord", "king", "queen", "veterans")
#: What stands behind the number in 5th, as a token of its own.
_ORDINALS = ("st", "nd", "rd", "th", "d")
#: Last words of names that a number follows: Task Force 50.
_NUMBERED = ("force", "ctf", "tf", "jtf")
_MOST_DIGITS = 3
_LONGEST_GAP = 4
_SHORT_TAIL = 5
#: Burke-class ships, Madoff-style fraud.
_NO_SYLLABLES = ("class", "cross", "style")
_NO = -1


class Spans(NamedTuple):
    """Spans of tokens (first, last), with the alias where a lexicon match made them, else -1."""

    first: np.ndarray
    last: np.ndarray
    match: np.ndarray


def find_runs(words: Words, name_tokens: np.ndarray, matches: Spans) -> Spans:
    """Names and lexicon matches without overlaps, by place."""
    atoms = _merge(_grow(words, _runs(words, name_tokens)), matches)
    apart = ~_joined(words, atoms)
    first, last = begins(len(atoms.first), apart), ends(len(atoms.first), apart)
    match = np.where(last[first], atoms.match[first], _NO)
    return Spans(atoms.first[first], atoms.last[last], match)


def _runs(words: Words, at: np.ndarray) -> Spans:
    """Name tokens with nothing but particles and hyphens between them."""
    left, right = at[:-1], at[1:]
    near = (right - left - 1 <= _LONGEST_GAP) & words.together(left, right)
    joined = near.copy()
    joined[near] = _bridged(words, left[near], right[near])
    first, last = at[begins(len(at), ~joined)], at[ends(len(at), ~joined)]
    return Spans(first, last, np.full(len(first), _NO))


def _bridged(words: Words, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether a name goes on from left to right: over particles, inner hyphens and & only."""
    types = words.read.types
    bridge = (types["is_particle"] & types["is_lower"]) | (types["word"] == "&")
    gap = right - left - 1
    between = ranges(left + 1, gap)
    over = bridge.to_numpy()[words.read.type_of[between]] | words.setting.inner[between]
    over &= words.match[between] < 0
    blocked = np.append(0, np.cumsum(~over))
    ends = np.cumsum(gap)
    return blocked[ends] == blocked[ends - gap]


def _grow(words: Words, runs: Spans) -> Spans:
    """Take in particles before a run (al-Maliki, bin Laden), digits glued to it, and -moon, -19."""
    first, last = runs.first, runs.last
    types = words.read.types
    lone = (types["is_particle"] & types["is_lower"] & ~types["is_common"]).to_numpy()
    of, inner = words.read.type_of, words.setting.inner
    for _ in range(2):
        one, two = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
        free = (words.match[one] < 0) & ((words.match[two] < 0) | ~words.together(two, first))
        single = free & lone[of[one]] & words.together(one, first) & (first > 0)
        double = free & inner[one] & lone[of[two]] & words.together(two, first) & (first > 1)
        first = np.where(double, two, np.where(single, one, first))
    before = np.maximum(first - 1, 0)
    tight = words.read.tokens["space"].to_numpy()[before] == NOTHING
    glued = words.flag(before, "is_number") & tight & words.together(before, first)
    glued &= (words.match[before] < 0) & (first > 0)
    first = np.where(glued, before, first) - 2 * _ordinals(words, first, last)
    last = _tails(words, first, last)
    last = last + numbered(words, last)
    # A digit between two runs (B-1B) is the tail of one and glued to the other: the first has it.
    first = np.maximum(first, np.append(_NO, last[:-1]) + 1)
    return Spans(first, last, runs.match)


def _ordinals(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether the two tokens of an ordinal stand before a military unit: 5 th Fleet."""
    one, two = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
    tight = (words.read.tokens["space"].to_numpy()[two] == NOTHING) & words.together(two, first)
    ordinal = words.flag(two, "is_number") & words.among(one, _ORDINALS) & tight & (first > 1)
    ordinal &= (words.match[one] < 0) & (words.match[two] < 0)
    return ordinal & words.units[words.read.type_of[last]]


def numbered(words: Words, last: np.ndarray) -> np.ndarray:
    """Whether the number of a force stands behind names that end with these tokens."""
    behind = np.minimum(last + 1, len(words.match) - 1)
    number = words.flag(behind, "is_number") & (words.flag(behind, "n_chars") <= _MOST_DIGITS)
    number &= words.together(behind, last) & (behind > last) & (words.match[behind] < 0)
    return number & words.among(last, _NUMBERED)


def _tails(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    n = len(words.match) - 1
    one, two = np.minimum(last + 1, n), np.minimum(last + 2, n)
    tight = words.setting.inner[one] & words.together(two, last) & (two == last + 2)
    number = tight & words.flag(two, "is_number")
    return last + 2 * (number | (syllables(words, last) & (last > first)))


def syllables(words: Words, last: np.ndarray) -> np.ndarray:
    """Whether behind these tokens stand a hyphen and the rest of a given name: Ban Ki-moon."""
    n = len(words.match) - 1
    one, two = np.minimum(last + 1, n), np.minimum(last + 2, n)
    small = words.flag(two, "is_lower") & ~words.flag(two, "is_common") & (words.match[two] < 0)
    small &= (words.flag(two, "n_chars") <= _SHORT_TAIL) & ~words.among(two, _NO_SYLLABLES)
    return small & words.setting.inner[one] & words.together(two, last) & (two == last + 2)


def _merge(runs: Spans, matches: Spans) -> Spans:
    both = [np.concatenate(pair) for pair in zip(runs, matches, strict=True)]
    order = np.argsort(both[0], kind="stable")
    return Spans(*(column[order] for column in both))


def _joined(words: Words, atoms: Spans) -> np.ndarray:
    """For every atom but the last, whether it is one name with the next."""
    left = Spans(*(column[:-1] for column in atoms))
    right = Spans(*(column[1:] for column in atoms))
    gap = right.first - left.last - 1
    near = words.together(left.last, right.first) & (gap <= _LONGEST_GAP)
    free_left, free_right = left.match < 0, right.match < 0
    between = np.minimum(left.last + 1, len(words.match) - 1)
    one, none = near & (gap == 1), near & (gap == 0)

    of = near & (gap >= 1) & _has_head(words, left) & _all_small(words, left, right, near)
    of &= words.among(between, _OF) & (free_left | _is_party(words, left.last))
    camp = none & free_left & (words.kind_first(left.last) >= 0)
    person = none & free_left & ~free_right & words.places[right.match] & _all_given(words, left)
    person &= right.first == right.last
    owner = one & free_left & free_right & words.among(between, ("'s",))
    owner &= words.among(left.last, _POSSESSORS)
    listed = one & free_left & free_right & words.among(between, ("and",))
    branch = (words.kind_last(right.last) >= 0) & (right.last > right.first)
    branch &= (left.first == left.last) & ~words.flag(left.last, "is_given")
    branch &= words.kind_last(left.last) < 0
    joined = of | camp | person | owner | (listed & branch) | _before_head(words, atoms, none)
    joined[1:] |= listed[1:] & of[:-1]
    return joined


def _before_head(words: Words, atoms: Spans, adjacent: np.ndarray) -> np.ndarray:
    """Links in a chain of adjacent atoms that ends in a head: Baghdad + International Airport.

    A lexicon match at the end of the chain takes in an open name only (Progressive + Conservative
    Party), not another match (Iraqi + Kurdistan Regional Government).
    """
    chain_ends = np.flatnonzero(ends(len(atoms.first), ~adjacent))
    end = chain_ends[np.searchsorted(chain_ends, np.arange(len(adjacent)) + 1)]
    head = words.kind_last(atoms.last[end]) >= 0
    head &= words.title[atoms.first[1:]] < 0
    free_end = atoms.match[end] < 0
    opens = (atoms.match[:-1] < 0) & ~words.setting.initial[atoms.first[:-1]]
    return adjacent & head & (free_end | opens)


def _is_party(words: Words, at: np.ndarray) -> np.ndarray:
    return words.parties[words.read.type_of[at]]


def _has_head(words: Words, spans: Spans) -> np.ndarray:
    heads = (words.heads_first >= 0) | (words.heads_last >= 0)
    return words.count(spans.first, spans.last + 1, heads) > 0


def _all_given(words: Words, spans: Spans) -> np.ndarray:
    given = words.read.column("is_given")
    length = spans.last - spans.first + 1
    return words.count(spans.first, spans.last + 1, given) == length


def _all_small(words: Words, left: Spans, right: Spans, near: np.ndarray) -> np.ndarray:
    """Whether only of, for, the and particles lie between two near spans."""
    small = (
        words.read.types.select(pl.col("word").is_in([*_OF, "the", "-"]) | pl.col("is_particle"))
        .to_series()
        .to_numpy()
    )
    first, stop = left.last + 1, np.where(near, right.first, left.last + 1)
    return words.count(first, stop, small) == stop - first
