"""Passages that someone else answers for: direct speech in quotation marks, reported speech.

Direct speech: an opening mark and the next closing one in its paragraph. Straight marks open where
white space or nothing precedes them and none follows. A mark that no other closes opens a passage
only where the next paragraph goes on with one (speech over several paragraphs); it then ends with
its paragraph. One to three words in quotation marks, or words that are all capitalised (titles of
books and ships), are a quotation only next to a reporting verb and with a comma, colon or full stop
between; otherwise the marks distance (“liberate”) or name, and what they hold is left as it is.

Reported speech: behind a reporting verb (`officials said that …`) to the end of the sentence or
to a semicolon, `but`, `while` or `although`; before it where it follows its passage (`…, officials
said on Friday.`); and the rest of a sentence with `according to`.
"""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, running
from flows.extract.clauses import Clauses
from flows.extract.cues import Cues
from flows.extract.reading import Reading
from flows.extract.words import (
    ADVERB,
    AND,
    BUT,
    COMMA,
    CONJUNCTION,
    DASH,
    DETERMINER,
    END,
    LOCATIVE,
    LOWER,
    PARTICIPLE,
    PREPOSITION,
    QUOTE,
    REPORTING,
    SEMICOLON,
    THAT,
    VERB,
    WORD,
)
from flows.lexicon import Lexicon

NO_CUE = -1
_LOOKED_FOR = COMMA | SEMICOLON | DASH | QUOTE | END | THAT | BUT | CONJUNCTION | VERB | AND
_NEAR = 12
_THAT_WITHIN = 8
_SCARE = 3
_PAIRS = {"“": 1, "„": 1, "«": 1, "‘": 1, "”": 2, "»": 2, '"': 3}


class Passages(NamedTuple):
    """Tokens first to last (inclusive) of each passage; `cue`: row among the reporting cues, -1
    where there is none; `direct`: whether quotation marks hold it.
    """

    first: np.ndarray
    last: np.ndarray
    cue: np.ndarray
    direct: np.ndarray


class Speech(NamedTuple):
    """What the rules of this module look at."""

    read: Reading
    bits: np.ndarray
    clauses: Clauses
    cues: Cues
    frame: np.ndarray
    marked: np.ndarray
    kinds: np.ndarray
    words: np.ndarray

    @classmethod
    def of(
        cls, read: Reading, bits: np.ndarray, clauses: Clauses, cues: Cues, lexicon: Lexicon
    ) -> Self:
        """Gather them; `marked`: tokens with any of the marks that are looked for, `kinds`: their bits, `words`: how
        many words precede each token.
        """
        frames = {"verb": 0, "direct": 1, "source": 2}
        frame = lexicon.reporting_verbs["frame"].replace_strict(frames, return_dtype=pl.Int64)
        marked = np.flatnonzero(bits & np.uint32(_LOOKED_FOR))
        words = running((bits & WORD) > 0)
        kinds = bits[marked]
        return cls(read, bits, clauses, cues, frame.to_numpy()[cues.row], marked, kinds, words)

    def places(self, mark: int) -> np.ndarray:
        """Tokens with a mark."""
        return self.marked[(self.kinds & np.uint32(mark)) > 0]

    def sentence_ends(self, tokens: np.ndarray) -> np.ndarray:
        """One past the last token of the sentence of each token."""
        firsts = np.append(self.read.sentences["first_token"].to_numpy(), len(self.bits))
        return firsts.astype(np.int64)[self.read.sentence_of[tokens].astype(np.int64) + 1]

    def sentence_starts(self, tokens: np.ndarray) -> np.ndarray:
        """First token of the sentence of each token."""
        firsts = self.read.sentences["first_token"].to_numpy().astype(np.int64)
        return firsts[self.read.sentence_of[tokens]]

    def next(self, tokens: np.ndarray, mark: int) -> np.ndarray:
        """First token with a mark at or behind each token, the number of tokens if none."""
        places = np.append(self.places(mark), len(self.bits))
        return places[np.searchsorted(places, tokens)]

    def previous(self, tokens: np.ndarray, mark: int) -> np.ndarray:
        """Last token with a mark before each token, -1 if none."""
        places = np.concatenate(([-1], self.places(mark)))
        return places[np.searchsorted(places, tokens) - 1]


def find_passages(
    read: Reading, bits: np.ndarray, clauses: Clauses, cues: Cues, lexicon: Lexicon
) -> Passages:
    """Direct and reported passages, by place; `cues` are those of `reporting_verbs`."""
    speech = Speech.of(read, bits, clauses, cues, lexicon)
    direct = _direct(speech)
    reported = _outside(_reported(speech), direct)
    columns = [np.concatenate(pair) for pair in zip(direct, reported, strict=True)]
    order = np.lexsort((columns[2], columns[1], columns[0]))
    ordered = [column[order] for column in columns]
    again = np.zeros(len(order), dtype=bool)
    again[1:] = (np.diff(ordered[0]) == 0) & (np.diff(ordered[1]) == 0)
    return Passages(*(column[~again] for column in ordered))


# Direct speech


def _direct(speech: Speech) -> Passages:
    first, last = _quoted(speech)
    cue = _verb_beside(speech, first, last)
    n_words = speech.words[last + 1] - speech.words[first]
    pause = np.uint32(COMMA | SEMICOLON | END)
    before = np.maximum(first - 2, 0)
    same = speech.read.sentence_of[before] == speech.read.sentence_of[np.maximum(first - 1, 0)]
    paused = ((speech.bits[last] | np.where(same, speech.bits[before], 0)) & pause) > 0
    says = ((cue != NO_CUE) & paused) | ((n_words > _SCARE) & _has_lower(speech, first, last))
    says &= n_words > 0
    kept = np.flatnonzero(says)
    first, last, cue = first[kept], last[kept], cue[kept]
    cue = _carried_on(speech, first, last, cue)
    return Passages(first, last, cue, np.ones(len(first), dtype=bool))


def _has_lower(speech: Speech, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether passages hold a word in lower case but for what joins capitals in a title."""
    span = last - first + 1
    row, at = np.repeat(np.arange(len(first)), span), ranges(first, span)
    small = (speech.bits[at] & LOWER > 0) & (speech.bits[at] & (PREPOSITION | AND | DETERMINER) == 0)
    return np.bincount(row[small], minlength=len(first)) > 0


def _quoted(speech: Speech) -> tuple[np.ndarray, np.ndarray]:
    """First and last token between quotation marks."""
    read = speech.read
    at = speech.places(QUOTE)
    side = _sides(speech, at)
    paragraph = _paragraphs(read)[read.sentence_of[at]]
    opens = side == 1
    if not len(at):
        return at, at
    after = np.append(at[1:], len(speech.bits))
    paired = opens & np.append((side[1:] == 2) & (paragraph[1:] == paragraph[:-1]), False)
    # The paragraph behind an unclosed mark begins with one: the speech goes on there.
    goes_on = np.append(opens[1:] & (paragraph[1:] == paragraph[:-1] + 1), False)
    goes_on &= np.append(speech.sentence_starts(at[1:]) == at[1:], False)
    unclosed = opens & goes_on & ~paired
    last = np.where(paired | unclosed, after - 1, 0)
    chosen = (paired | unclosed) & (last > at)
    return at[chosen] + 1, last[chosen]


def _sides(speech: Speech, at: np.ndarray) -> np.ndarray:
    """1 for opening, 2 for closing marks."""
    sides = speech.read.types["word"].replace_strict(_PAIRS, default=0, return_dtype=pl.Int64)
    side = sides.to_numpy()[speech.read.type_of[at]]
    space = speech.read.tokens["space"].to_numpy()
    open_left = (at == 0) | (space[np.maximum(at - 1, 0)] > 0)
    doc = speech.read.tokens["doc"].to_numpy()
    open_left |= doc[np.maximum(at - 1, 0)] != doc[at]
    open_left |= (speech.bits[np.maximum(at - 1, 0)] & DASH) > 0
    open_right = space[at] > 0
    return np.where(side == 3, np.where(open_left & ~open_right, 1, 2), side)


def _paragraphs(read: Reading) -> np.ndarray:
    """For each sentence the number of its paragraph in the batch; one is left out per document."""
    number = read.sentences.select(
        (pl.col("paragraph_no").cast(pl.Int64) != pl.col("paragraph_no").shift()).fill_null(True)
        | (pl.col("doc") != pl.col("doc").shift()).fill_null(True)
    ).to_series()
    doc = read.sentences["doc"].to_numpy().astype(np.int64)
    return np.cumsum(number.to_numpy()) + doc


def _verb_beside(speech: Speech, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The reporting cue next to each passage in a sentence it touches, -1 if none."""
    cues = speech.cues
    if not len(cues.first):
        return np.full(len(first), NO_CUE)
    sentence = speech.read.sentence_of
    n = len(cues.first) - 1
    behind = np.searchsorted(cues.first, last, side="right")
    there = (behind <= n) & (last >= 0)
    behind = np.minimum(behind, n)
    there &= sentence[cues.first[behind]] == sentence[last]
    gap_behind = np.where(there, cues.first[behind] - last, _NEAR + 1)
    quote = speech.next(np.minimum(last + 2, len(speech.bits)), QUOTE)
    gap_behind = np.where(quote < cues.first[behind], _NEAR + 1, gap_behind)
    before = np.searchsorted(cues.last, first) - 1
    here = before >= 0
    before = np.maximum(before, 0)
    here &= sentence[cues.last[before]] == sentence[np.maximum(first - 1, 0)]
    gap_before = np.where(here, first - cues.last[before], _NEAR + 1)
    quote = speech.previous(first - 1, QUOTE)
    gap_before = np.where(quote > cues.last[before], _NEAR + 1, gap_before)
    nearest = np.where(gap_behind <= gap_before, behind, before)
    return np.where(np.minimum(gap_behind, gap_before) <= _NEAR, nearest, NO_CUE)


def _carried_on(
    speech: Speech, first: np.ndarray, last: np.ndarray, cue: np.ndarray
) -> np.ndarray:
    """A passage without a verb that follows a sentence with one has the same speaker."""
    if not len(first):
        return cue
    sentence = speech.read.sentence_of.astype(np.int64)
    paragraph = _paragraphs(speech.read)[sentence[first]]
    opens = speech.sentence_starts(first) >= first - 1
    near = np.zeros(len(first), dtype=bool)
    near[1:] = (sentence[first[1:]] - sentence[last[:-1]] <= 1) & opens[1:]
    near[1:] &= paragraph[1:] - paragraph[:-1] <= 1
    own = np.where((cue != NO_CUE) | ~near, np.arange(len(cue)), 0)
    return cue[np.maximum.accumulate(own)]


# Reported speech


def _reported(speech: Speech) -> Passages:
    parts = [_behind(speech), _before(speech), _sourced(speech)]
    first, stop, cue = (np.concatenate(column) for column in zip(*parts, strict=True))
    last = _trimmed(speech, first, stop)
    holds = (last >= first) & (speech.words[np.maximum(last, first) + 1] - speech.words[first] > 1)
    holds &= speech.next(first, VERB) <= last
    return Passages(first[holds], last[holds], cue[holds], np.zeros(holds.sum(), dtype=bool))


def _follows(speech: Speech) -> np.ndarray:
    """Whether a verb stands behind what it reports: `…, officials said.`, `…, said Ali Hassan.`"""
    cues, bits = speech.cues, speech.bits
    n = len(bits) - 1
    after = np.minimum(cues.last + 1, n)
    ends = (bits[after] & (END | COMMA | QUOTE | SEMICOLON | DASH)) > 0
    ends |= cues.last + 1 >= speech.sentence_ends(cues.first)
    adverbial = (bits[after] & (LOCATIVE | ADVERB)) > 0
    comma = speech.previous(cues.first, COMMA | QUOTE)
    near = (cues.first - comma <= _NEAR) & (comma >= speech.sentence_starts(cues.first))
    inverted = (comma == cues.first - 1) & ~_is_ing(speech) & near
    quoted = (bits[np.maximum(cues.first - 1, 0)] & QUOTE) > 0
    inverted &= ~speech.read.of(after, "is_lower") | ends | quoted
    return near & (ends | adverbial | inverted) & (speech.frame < 2)


def _is_ing(speech: Speech) -> np.ndarray:
    ing = speech.read.types["word"].str.ends_with("ing").to_numpy()
    return ing[speech.read.type_of[speech.cues.first]]


def _behind(speech: Speech) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First token, stop and cue of passages behind their verb."""
    cues, bits = speech.cues, speech.bits
    end = speech.sentence_ends(cues.first)
    that = speech.next(cues.last, THAT)
    said_that = (that < np.minimum(end, cues.last + _THAT_WITHIN))
    that_inside = _ends_with_that(speech)
    after = np.minimum(cues.last + 1, len(bits) - 1)
    object_only = (bits[after] & (PREPOSITION | END | COMMA | QUOTE | SEMICOLON)) > 0
    plain = (speech.frame == 0) & ~object_only & (cues.last + 1 < end)
    start = np.where(said_that & ~that_inside, that + 1, cues.last + 1)
    chosen = (speech.frame < 2) & (said_that | that_inside | plain)
    chosen &= ~(_follows(speech) & ~said_that)
    rows = np.flatnonzero(chosen)
    start = start[rows]
    stop = np.minimum(end[rows], speech.next(start, SEMICOLON | BUT | CONJUNCTION))
    # `if` right behind the verb opens what is said, so only a later conjunction closes it.
    own = stop == start
    later = np.minimum(end[rows], speech.next(start + 1, SEMICOLON | BUT))
    stop = np.where(own, later, stop)
    # `said that … and denied that …`: two passages.
    places = speech.places(AND)
    again = places[(bits[np.minimum(places + 1, len(bits) - 1)] & REPORTING) > 0]
    again = np.append(again, len(bits))
    stop = np.minimum(stop, again[np.searchsorted(again, start)])
    segment = speech.clauses.at(cues.first[rows])
    inside = speech.clauses.stop[segment]
    aside = (inside < end[rows]) & ((bits[np.minimum(inside - 1, len(bits) - 1)] & DASH) > 0)
    return start, np.where(aside & (inside > start), np.minimum(stop, inside), stop), rows


def _ends_with_that(speech: Speech) -> np.ndarray:
    return (speech.bits[speech.cues.last] & THAT) > 0


def _before(speech: Speech) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Passages before their verb; those it interrupts go on to the end of the sentence."""
    cues = speech.cues
    rows = np.flatnonzero(_follows(speech))
    comma = speech.previous(cues.first[rows], COMMA | QUOTE)
    first = speech.sentence_starts(cues.first[rows])
    first = np.maximum(first, speech.previous(comma, SEMICOLON) + 1)
    after = np.minimum(speech.cues.last[rows] + 1, len(speech.bits) - 1)
    end = np.minimum(speech.sentence_ends(first), speech.next(after, SEMICOLON | QUOTE))
    following = speech.bits[np.minimum(after + 1, len(speech.bits) - 1)]
    interrupts = ((speech.bits[after] & COMMA) > 0) & ((following & (PARTICIPLE | AND)) == 0)
    interrupts &= speech.next(after, VERB) < end
    return first, np.where(interrupts, end, comma), rows


def _sourced(speech: Speech) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rest of the sentence around `according to …`."""
    rows = np.flatnonzero(speech.frame == 2)
    at = speech.cues.first[rows]
    first, end = speech.sentence_starts(at), speech.sentence_ends(at)
    comma = speech.next(at, COMMA)
    leads = at - first <= 1
    start = np.where(leads, comma + 1, first)
    return np.minimum(start, end), np.where(leads, end, at), rows


def _trimmed(speech: Speech, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Last token of passages without the punctuation at their end."""
    last = stop - 1
    marks = np.uint32(END | COMMA | QUOTE | SEMICOLON | DASH)
    for _ in range(3):
        loose = ((speech.bits[np.maximum(last, 0)] & marks) > 0) & (last >= first)
        last = last - loose
    return last


def _outside(reported: Passages, direct: Passages) -> Passages:
    """Reported passages that do not begin inside direct speech, or hold nothing else."""
    if not len(direct.first):
        return reported
    place = np.searchsorted(direct.first, reported.first + 2, side="right") - 1
    inside = (place >= 0) & (reported.first <= direct.last[np.maximum(place, 0)])
    return Passages(*(column[~inside] for column in reported))
