"""The mention that is the subject of a verb of speech: before it, if nobody unnamed stands between
(`Obama, the president, said`, `Obama left, saying`), or right behind it (`said PKK spokesman Zagros
Hiwa`).
"""

import numpy as np
import polars as pl

from flows.extract.arrays import running
from flows.extract.named import NO_MENTION, Named
from flows.extract.reading import Reading
from flows.extract.words import (
    ADVERB,
    AND,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    END,
    LOCATIVE,
    OF,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    RELATIVE,
    REPORTING,
    SEMICOLON,
    SUBORDINATOR,
    THAT,
    VERB,
)

#: What no title holds.
_NO_TITLE = (
    VERB | AND | THAT | PRONOUN | SEMICOLON | QUOTE | END | SUBORDINATOR | CONJUNCTION | RELATIVE
)
_SPEAKERS = ("person", "organization", "group")
_FARTHEST = 8
_FARTHEST_JOINED = 25
_FARTHEST_ASIDE = 30
_BEHIND = 5
_TRIES, _TRIES_JOINED = 3, 6
_TITLE, _RANKS = 5, 3


def may_speak(named: Named) -> np.ndarray:
    """Whether mentions are of what speaks: persons, bodies, peoples, and countries."""
    rows = named.rows
    country = (pl.col("kind") == "place") & pl.col("subkind").is_in(["country", "world_region"])
    country &= pl.col("method") == "lexicon"
    return (
        rows.select((pl.col("kind").is_in(_SPEAKERS) | country).fill_null(False))
        .to_series()
        .to_numpy()
    )


def goes_on(read: Reading, bits: np.ndarray, verb: np.ndarray) -> np.ndarray:
    """Whether verbs have the subject of the verb before them: and claimed, after claiming."""
    ing = read.types["folded"].str.ends_with("ing").to_numpy()[read.type_of[verb]]
    return ing | ((bits[np.maximum(verb - 1, 0)] & AND) > 0)


def subject_before(read: Reading, bits: np.ndarray, named: Named, verb: np.ndarray) -> np.ndarray:
    """The mention before each verb that can be its subject."""
    speaks = may_speak(named)
    stops = np.uint32(PRONOUN | SEMICOLON | END | THAT | QUOTE | REPORTING)
    # One of the leaders is nobody new.
    one_of = read.types_among(("one",))[read.type_of] & np.append((bits[1:] & OF) > 0, False)
    barriers = running(((bits & stops) > 0) & ~one_of)
    commas = running((bits & COMMA) > 0)
    relative = running((bits & RELATIVE) > 0)
    paused = (bits[np.maximum(verb - 1, 0)] & COMMA) > 0
    # "Putin met Rouhani and said …", "Putin apologized, saying …": it is that of another verb.
    joined = goes_on(read, bits, verb) & ((bits[np.maximum(verb - 1, 0)] & (AND | COMMA)) > 0)
    reach = np.where(joined, _FARTHEST_JOINED, _FARTHEST)
    found = np.full(len(verb), NO_MENTION)
    fallback = found.copy()
    candidate = np.searchsorted(named.last, verb) - 1
    edge = verb
    for turn in range(_TRIES_JOINED):
        at = np.maximum(candidate, 0)
        last, first = named.last[at], named.first[at]
        fits = (candidate >= 0) & (read.sentence_of[last] == read.sentence_of[verb])
        fits &= barriers[verb] == barriers[last + 1]
        # Ali Hassan, spokesman for the commander-in-chief, said: between two commas.
        aside = paused & ((bits[last + 1] & COMMA) > 0)
        fits &= edge - last <= np.where(aside, np.maximum(reach, _FARTHEST_ASIDE), reach)
        fits &= speaks[at] & (joined | paused | (turn < _TRIES))
        # The agency of a dateline: HOUSTON (Wire One) — the owner said.
        fits &= (bits[last + 1] & CLOSE) == 0
        before = _leading(read, bits, first)
        phrase, place = (before & PREPOSITION) > 0, (before & LOCATIVE) > 0
        # A Yemeni man who says is not Yemen, nor is one of the American voices, said.
        apart = commas[verb] - commas[last + 1]
        other = (apart == 1) | ((apart == 0) & (relative[verb] != relative[last + 1]))
        right = fits & ~phrase & ~(_describes(read, named, at) & other)
        right &= np.where(
            joined,
            _acts(read, bits, last) & ((before & THAT) == 0),
            (apart != 1) | (candidate < np.searchsorted(named.last, verb) - 1),
        )
        found = np.where((found < 0) & right, candidate, found)
        ready = fits & phrase & ~place & ~joined & (commas[verb] == commas[last + 1])
        # Reports seen by Reuters are not its own.
        done, two = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
        ready &= ~(read.among(done, ("by",)) & ((bits[two] & VERB) > 0))
        fallback = np.where((fallback < 0) & ready, candidate, fallback)
        edge = np.where(candidate >= 0, first, edge)
        candidate = candidate - 1
    return np.where(found >= 0, found, fallback)


def _describes(read: Reading, named: Named, at: np.ndarray) -> np.ndarray:
    """Whether mentions describe what stands behind them: a Yemeni man, the American voices."""
    behind = np.minimum(named.last[at] + 1, len(read.type_of) - 1)
    group = (named.rows["kind"] == "group").to_numpy()[at]
    return group & read.of(behind, "is_lower") & read.of(behind, "is_word")


def _leading(read: Reading, bits: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Bits of the token before mentions and their article, 0 where the sentence has none."""
    before = np.maximum(first - 1, 0)
    article = (read.of(before, "folded") == "the") & (first > 1)
    before = np.maximum(before - article, 0)
    return np.where(read.sentence_of[before] == read.sentence_of[first], bits[before], 0)


def _acts(read: Reading, bits: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether a verb stands behind mentions, as far as its form tells: met, has, makes."""
    end = len(bits) - 1
    behind = np.minimum(last + 1, end)
    to = read.among(behind, ("to",))
    behind = np.minimum(behind + ((bits[behind] & (ADVERB | VERB)) == ADVERB), end)
    present = read.types["folded"].str.contains("[^s']s$").to_numpy()[read.type_of[behind]]
    return ((bits[behind] & VERB > 0) | present & read.of(behind, "is_lower")) & ~to


def subject_behind(
    read: Reading, bits: np.ndarray, named: Named, verb: np.ndarray, source: np.ndarray
) -> np.ndarray:
    """The first mention right behind each verb."""
    speaks = may_speak(named)
    stops = np.uint32(PRONOUN | SEMICOLON | END | THAT | QUOTE | COMMA | REPORTING)
    in_phrase = running((bits & np.uint32(LOCATIVE)) > 0)
    barriers = running((bits & stops) > 0)
    candidate = np.searchsorted(named.first, verb + 1)
    there = candidate < len(named.first)
    at = np.minimum(candidate, len(named.first) - 1)
    first = named.first[at]
    fits = there & (read.sentence_of[first] == read.sentence_of[verb])
    fits &= (first - verb <= _BEHIND + source) & (barriers[first] == barriers[verb + 1])
    fits &= in_phrase[first] == in_phrase[verb + 1]
    # Behind a source, what a comma parts from it is what it said.
    apposed = (bits[np.minimum(verb + 1, len(bits) - 1)] & DETERMINER > 0) & ~source
    # Said Zork County Sheriff's Office spokesman Mary Roe: the place tells whose man she is too.
    introduces = _introduces(read, bits, named, at, apposed) & ~(source & ~speaks[at])
    found = np.where(fits & speaks[at], candidate, NO_MENTION)
    return np.where(fits & introduces, candidate + 1, found)


def _introduces(
    read: Reading, bits: np.ndarray, named: Named, at: np.ndarray, apposed: np.ndarray
) -> np.ndarray:
    """Whether mentions only tell whose man the person behind them is: said PKK spokesman Zagros
    Hiwa, said a spokesman for the PKK, Zagros Hiwa.
    """
    person = (named.rows["kind"] == "person").to_numpy()
    following = np.minimum(at + 1, len(named.first) - 1)
    behind, first = named.last[at] + 1, named.first[following]
    gap = first - behind
    near = (following > at) & person[following] & ~person[at] & (gap >= 0) & (gap <= _TITLE)
    near &= read.sentence_of[first] == read.sentence_of[named.last[at]]
    other = ((bits & (PREPOSITION | OF)) == PREPOSITION) | ((bits & np.uint32(_NO_TITLE)) > 0)
    # The comma of an apposition stands before the name and its title: the spokesman, General Atta.
    until, titled = first, np.ones(len(first), dtype=bool)
    for _ in range(_RANKS):
        before = np.maximum(until - 1, 0)
        titled &= (until > behind) & (read.of(before, "is_capital") | (bits[before] & COMMA > 0))
        until = np.where(titled & (bits[until] & COMMA == 0), before, until)
    until = np.where(apposed & (bits[until] & COMMA > 0), until, first)
    barriers = running(other | ((bits & COMMA) > 0))
    return near & (barriers[until] == barriers[np.minimum(behind, until)])
