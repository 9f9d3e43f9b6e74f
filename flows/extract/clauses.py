"""Clauses, as far as the scope of a cue needs them.

A sentence falls into segments at commas, semicolons, dashes, brackets, and quotation marks behind a
comma, colon or full stop, before subordinators, `that`, relative pronouns and `but`, and before
`and` where a verb follows. A segment begins a clause where it holds a verb and one before it in the
sentence does; so lists (Tikrit, Mosul and Tal Afar), appositions and adverbials stay in the clause
they stand in. A conjunction (if, while, although, …), `but`, a semicolon and such a quotation mark
begin a clause in any case, and so does a relative pronoun behind a comma.

What stands in brackets, between a pair of dashes, or between commas behind a relative pronoun or
a participle, is embedded: a clause of its own, which the clause around it reaches over.
"""

from typing import NamedTuple, Self

import numpy as np

from flows.extract.reading import Reading
from flows.extract.words import (
    ADVERB,
    AND,
    BUT,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DASH,
    END,
    LOWER,
    OPEN,
    PARTICIPLE,
    QUOTE,
    RELATIVE,
    SEMICOLON,
    SUBORDINATOR,
    THAT,
    VERB,
)

_BREAKS = COMMA | SEMICOLON | DASH | OPEN | CLOSE | QUOTE
_OPENERS = CONJUNCTION | SUBORDINATOR | THAT | RELATIVE | BUT
_ALWAYS = CONJUNCTION | BUT


class Clauses(NamedTuple):
    """Segments (row per segment, by place), and the clause each lies in.

    `segment`: first token; `first`, `stop`: the tokens of its clause, `stop` exclusive.
    """

    segment: np.ndarray
    first: np.ndarray
    stop: np.ndarray

    @classmethod
    def of(cls, read: Reading, bits: np.ndarray) -> Self:
        """The clauses of a batch; `bits` as made by `words.marks`."""
        segment = _segments(read, bits)
        sentence = read.sentence_of[segment]
        verb = _holds(bits, segment, VERB)
        embedded = _embedded(bits, segment, sentence)
        first, stop = _spans(bits, segment, sentence, verb, embedded)
        return cls(segment, first, stop)

    def at(self, tokens: np.ndarray) -> np.ndarray:
        """Row of the segment that holds each token."""
        return np.searchsorted(self.segment, tokens, side="right") - 1


def _segments(read: Reading, bits: np.ndarray) -> np.ndarray:
    """First tokens of the segments."""
    n = len(bits)
    breaks = np.flatnonzero(bits & (_BREAKS | _OPENERS | AND))
    paused = (bits[np.maximum(breaks - 1, 0)] & (COMMA | SEMICOLON | END)) > 0
    kinds = np.where(paused, bits[breaks], bits[breaks] & ~np.uint32(QUOTE))
    behind = breaks[(kinds & _BREAKS) > 0] + 1
    before = breaks[(kinds & (_OPENERS | QUOTE | OPEN | DASH)) > 0]
    joins = breaks[(kinds & AND) > 0]
    one, two = np.minimum(joins + 1, n - 1), np.minimum(joins + 2, n - 1)
    verb = (bits & (VERB | LOWER)) == (VERB | LOWER)
    joins = joins[verb[one] | (((bits[one] & ADVERB) > 0) & verb[two])]
    begins = np.zeros(n + 1, dtype=bool)
    for places in (read.sentences["first_token"].to_numpy(), behind, before, joins):
        begins[places] = True
    return np.flatnonzero(begins[:n])


def _holds(bits: np.ndarray, segment: np.ndarray, mark: int) -> np.ndarray:
    """Whether each segment holds a token with a mark."""
    if not len(segment):
        return np.zeros(0, dtype=bool)
    return (np.bitwise_or.reduceat(bits, segment) & np.uint32(mark)) > 0


def _embedded(bits: np.ndarray, segment: np.ndarray, sentence: np.ndarray) -> np.ndarray:
    """Whether each segment lies in brackets, between dashes, or is set off by commas."""
    before = bits[np.maximum(segment - 1, 0)]
    starts = _starts(sentence)
    depth = np.cumsum(np.where(starts, 0, ((before & OPEN) > 0) - 1 * ((before & CLOSE) > 0)))
    bracketed = depth - _at_start(depth, starts) > 0
    dashes = np.cumsum(~starts & ((before & DASH) > 0))
    count = dashes - _at_start(dashes, starts)
    between = (count % 2 == 1) & (_at_end(count, starts) > count)
    after = np.append(starts[1:], True)
    following = np.append(before[1:], 0)
    set_off = ((before & COMMA) > 0) & ~starts & ((following & COMMA) > 0) & ~after
    aside = set_off & ((bits[segment] & (RELATIVE | PARTICIPLE)) > 0)
    return bracketed | between | aside


def _spans(
    bits: np.ndarray,
    segment: np.ndarray,
    sentence: np.ndarray,
    verb: np.ndarray,
    embedded: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """First token and end of the clause of each segment."""
    starts = _starts(sentence)
    stops = np.append(segment[1:], len(bits))
    outer = ~embedded
    before = bits[np.maximum(segment - 1, 0)]
    verb = verb | ((bits[segment] & CONJUNCTION) > 0)
    spoken = np.cumsum(verb & outer)
    heard = spoken - (verb & outer) - _at_start(spoken - (verb & outer), starts) > 0
    resumes = np.append(False, embedded[:-1]) & ~starts
    own = (bits[segment] & _ALWAYS) > 0
    own |= ((bits[segment] & RELATIVE) > 0) & ((before & COMMA) > 0)
    forced = own | ((before & (SEMICOLON | QUOTE)) > 0) | ((bits[segment] & QUOTE) > 0)
    begins = starts | (outer & (forced | (verb & heard & ~resumes)))
    # A sentence that begins embedded has no outer clause before: its start still is one.
    clause = np.cumsum(begins)
    first_of = segment[np.flatnonzero(begins)]
    last_stop = np.append(first_of[1:], len(bits))
    first, stop = first_of[clause - 1], last_stop[clause - 1]
    run = embedded & ~np.append(False, embedded[:-1]) | (embedded & starts)
    own_first = _last_where(run, segment)
    ends = embedded & np.append(~embedded[1:] | starts[1:], True)
    own_stop = _next_where(ends, stops)
    return np.where(embedded, own_first, first), np.where(embedded, own_stop, stop)


def _starts(sentence: np.ndarray) -> np.ndarray:
    starts = np.ones(len(sentence), dtype=bool)
    starts[1:] = sentence[1:] != sentence[:-1]
    return starts


def _at_start(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each segment the value at the first one of its sentence."""
    return values[starts][np.cumsum(starts) - 1]


def _at_end(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each segment the value at the last one of its sentence."""
    return values[np.append(starts[1:], True)][np.cumsum(starts) - 1] if len(values) else values


def _last_where(chosen: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each row the value of the last chosen row up to it."""
    place = np.maximum.accumulate(np.where(chosen, np.arange(len(chosen)), 0))
    return values[place]


def _next_where(chosen: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each row the value of the first chosen row from it on."""
    n = len(chosen)
    place = np.where(chosen, np.arange(n), n - 1)
    return values[np.minimum.accumulate(place[::-1])[::-1]] if n else values
