"""Quotations: passages with who said them and by which verb.

The speaker is the named mention next to the reporting verb in its subject's place: before the verb
(`Obama told reporters`, `a spokesman for the Pentagon said`) or, where the verb follows the
passage, right behind it (`…, said Ali Hassan`). A pronoun or an unnamed subject between the
mention and the verb leaves the speaker unknown, as does a mention in a phrase of place.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import running
from flows.extract.assertion import Assertion
from flows.extract.cues import Cues
from flows.extract.reading import Reading
from flows.extract.speech import NO_CUE, Passages
from flows.extract.words import (
    ADVERB,
    AND,
    COMMA,
    END,
    LOCATIVE,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    REPORTING,
    SEMICOLON,
    THAT,
    VERB,
)

_SPEAKERS = ("person", "organization", "group")
#: What stands before a speaker who is a source, not the subject.
_SOURCES = ("according", "citing", "quoting", "in")
_FARTHEST = 8
_FARTHEST_JOINED = 25
_BEHIND = 5
_TRIES = 3
NO_MENTION = -1


class Named(NamedTuple):
    """Linked mentions by place: tokens first to last (inclusive), and the frame of their rows."""

    first: np.ndarray
    last: np.ndarray
    rows: pl.DataFrame


def quotations(
    documents: pl.DataFrame,
    read: Reading,
    assertion: Assertion,
    named: Named,
) -> pl.DataFrame:
    """Rows of the contract Quotations, by document and place.

    Reads `doc_id` of documents; `named.rows` has entity_id, kind, subkind.
    """
    passages, cues, bits = assertion.passages, assertion.reporting, assertion.bits
    tokens = read.tokens
    doc = tokens["doc"].to_numpy()[passages.first]
    start = tokens["start"].to_numpy()[passages.first]
    end = tokens["end"].to_numpy()[passages.last]
    speaker = _speakers(read, bits, passages, cues, named)
    told = passages.cue != NO_CUE
    cue = passages.cue[told]
    surface = read.texts.cut(
        np.concatenate((doc, doc[told])),
        np.concatenate((start, tokens["start"].to_numpy()[cues.first[cue]])),
        np.concatenate((end, tokens["end"].to_numpy()[cues.last[cue]])),
    )
    verb = pl.Series(np.where(told, np.cumsum(told) - 1 + len(doc), NO_CUE))
    entity = pl.Series(speaker)
    return pl.DataFrame(
        {
            "doc_id": documents["doc_id"].gather(doc),
            "start": start,
            "end": end,
            "surface": surface.head(len(doc)),
            "speaker_entity_id": named.rows["entity_id"].gather(_or_null(entity)),
            "verb": surface.gather(_or_null(verb)),
            "kind": pl.Series(np.where(passages.direct, "direct", "reported"), dtype=pl.String),
            "sentence_no": read.sentences["sentence_no"].gather(read.sentence_of[passages.first]),
        }
    )


def _or_null(rows: pl.Series) -> pl.Series:
    return rows.to_frame("row").select(pl.when(pl.col("row") >= 0).then("row")).to_series()


def _speakers(
    read: Reading, bits: np.ndarray, passages: Passages, cues: Cues, named: Named
) -> np.ndarray:
    """Row of the mention that speaks each passage, -1 where none does."""
    found = np.full(len(passages.cue), NO_MENTION)
    told = np.flatnonzero(passages.cue != NO_CUE)
    if not len(told) or not len(named.first):
        return found
    cue = passages.cue[told]
    first, last = cues.first[cue], cues.last[cue]
    source = (bits[first] & REPORTING == 0) & read.among(first, _SOURCES)
    before = _subject(read, bits, named, first)
    behind = _behind(read, bits, named, last, source)
    follows = passages.last[told] < first
    inverted = follows & ((bits[np.maximum(first - 1, 0)] & (COMMA | QUOTE)) > 0)
    found[told] = np.where(source | inverted, behind, before)
    return found


def _speaks(read: Reading, named: Named) -> np.ndarray:
    rows = named.rows
    country = (pl.col("kind") == "place") & pl.col("subkind").is_in(["country", "world_region"])
    return (
        rows.select((pl.col("kind").is_in(_SPEAKERS) | country).fill_null(False))
        .to_series()
        .to_numpy()
    )


def _subject(read: Reading, bits: np.ndarray, named: Named, verb: np.ndarray) -> np.ndarray:
    """The mention before each verb that can be its subject."""
    speaks = _speaks(read, named)
    stops = np.uint32(PRONOUN | SEMICOLON | END | THAT | QUOTE | REPORTING)
    barriers = running((bits & stops) > 0)
    commas = running((bits & COMMA) > 0)
    # "Putin met Rouhani and said …": the subject is that of another verb.
    joined = (bits[np.maximum(verb - 1, 0)] & AND) > 0
    reach = np.where(joined, _FARTHEST_JOINED, _FARTHEST)
    found = np.full(len(verb), NO_MENTION)
    fallback = found.copy()
    candidate = np.searchsorted(named.last, verb) - 1
    edge = verb
    for _ in range(_TRIES):
        at = np.maximum(candidate, 0)
        last, first = named.last[at], named.first[at]
        fits = (candidate >= 0) & (read.sentence_of[last] == read.sentence_of[verb])
        fits &= barriers[verb] == barriers[last + 1]
        fits &= (edge - last <= reach) & speaks[at]
        before = _leading(read, bits, first)
        phrase, place = (before & PREPOSITION) > 0, (before & LOCATIVE) > 0
        even = commas[verb] - commas[last + 1] != 1
        right = fits & ~phrase
        right &= np.where(
            joined,
            _acts(read, bits, last) & ((before & THAT) == 0),
            even | (candidate < np.searchsorted(named.last, verb) - 1),
        )
        found = np.where((found < 0) & right, candidate, found)
        ready = fits & phrase & ~place & ~joined & (commas[verb] == commas[last + 1])
        fallback = np.where((fallback < 0) & ready, candidate, fallback)
        edge = np.where(candidate >= 0, first, edge)
        candidate = candidate - 1
    return np.where(found >= 0, found, fallback)


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
    behind = np.minimum(behind + ((bits[behind] & (ADVERB | VERB)) == ADVERB), end)
    present = read.types["folded"].str.contains("[^s']s$").to_numpy()[read.type_of[behind]]
    return (bits[behind] & VERB > 0) | present & read.of(behind, "is_lower")


def _behind(
    read: Reading, bits: np.ndarray, named: Named, verb: np.ndarray, source: np.ndarray
) -> np.ndarray:
    """The first mention right behind each verb."""
    speaks = _speaks(read, named)
    stops = np.uint32(PRONOUN | SEMICOLON | END | THAT | QUOTE | COMMA | REPORTING)
    in_phrase = running((bits & np.uint32(LOCATIVE)) > 0)
    barriers = running((bits & stops) > 0)
    candidate = np.searchsorted(named.first, verb + 1)
    there = candidate < len(named.first)
    at = np.minimum(candidate, len(named.first) - 1)
    first = named.first[at]
    fits = there & (read.sentence_of[first] == read.sentence_of[verb]) & speaks[at]
    fits &= (first - verb <= _BEHIND + source) & (barriers[first] == barriers[verb + 1])
    fits &= in_phrase[first] == in_phrase[verb + 1]
    return np.where(fits, candidate, NO_MENTION)
