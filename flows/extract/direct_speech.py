"""Direct speech: an opening quotation mark and the next closing one in its paragraph.

Straight marks open where white space or nothing precedes them and none follows. A mark that no
other closes opens a passage only where the next paragraph goes on with one (speech over several
paragraphs); it then ends with its paragraph. One to three words in quotation marks, or words that
are all capitalised (titles of books and ships), are a quotation only next to a reporting verb and
with a comma, colon or full stop between; otherwise the marks distance (“liberate”) or name, and
what they hold is left as it is.
"""

import numpy as np
import polars as pl

from flows.extract.arrays import ranges
from flows.extract.reading import Reading
from flows.extract.speech import DIRECT, NO_CUE, Passages, Speech
from flows.extract.words import (
    AND,
    COMMA,
    DASH,
    DETERMINER,
    END,
    LOWER,
    PREPOSITION,
    QUOTE,
    SEMICOLON,
)

#: How far a verb may stand from a passage, and behind it with its subject and what that is.
_NEAR, _NEAR_BEHIND = 12, 32
#: Tokens of the name of who asks.
_LONGEST_TELLER = 5
_SCARE = 3
_PAIRS = {"“": 1, "„": 1, "«": 1, "‘": 1, "”": 2, "»": 2, '"': 3}


def direct_speech(speech: Speech) -> Passages:
    """Passages in quotation marks, by place."""
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
    return Passages.told(first, last, cue, DIRECT)


def _has_lower(speech: Speech, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether passages hold a word in lower case but for what joins capitals in a title."""
    span = last - first + 1
    row, at = np.repeat(np.arange(len(first)), span), ranges(first, span)
    small = (speech.bits[at] & LOWER > 0) & (
        speech.bits[at] & (PREPOSITION | AND | DETERMINER) == 0
    )
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
    goes_on &= np.append(speech.read.sentence_starts(at[1:]) == at[1:], False)
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
    there &= (sentence[cues.first[behind]] == sentence[last]) | _told_next(
        speech, last, cues.first[behind]
    )
    gap_behind = np.where(there, cues.first[behind] - last, _NEAR_BEHIND + 1)
    quote = speech.next(np.minimum(last + 2, len(speech.bits)), QUOTE)
    gap_behind = np.where(quote < cues.first[behind], _NEAR_BEHIND + 1, gap_behind)
    before = np.searchsorted(cues.last, first) - 1
    here = before >= 0
    before = np.maximum(before, 0)
    here &= sentence[cues.last[before]] == sentence[np.maximum(first - 1, 0)]
    gap_before = np.where(here, first - cues.last[before], _NEAR + 1)
    quote = speech.previous(first - 1, QUOTE)
    gap_before = np.where(quote > cues.last[before], _NEAR + 1, gap_before)
    nearest = np.where((gap_behind <= gap_before) | (gap_before > _NEAR), behind, before)
    # “We left,” Ali Hassan, spokesman for the commander-in-chief of the army, said.
    paused = (speech.before(cues.first[behind]) & COMMA) > 0
    near = gap_behind <= np.where(paused, _NEAR_BEHIND, _NEAR)
    return np.where(near | (gap_before <= _NEAR), nearest, NO_CUE)


def _told_next(speech: Speech, last: np.ndarray, verb: np.ndarray) -> np.ndarray:
    """Whether a question or a call is told of in the next sentence: “Now?” | Ali Hassan asked."""
    read, n = speech.read, len(speech.bits) - 1
    begin = np.minimum(last + 2, n)
    loud = read.among(last, ("?", "!")) & (speech.read.sentence_starts(begin) == begin)
    loud &= (read.sentence_of[begin] == read.sentence_of[verb]) & (verb > begin)
    loud &= (speech.bits[np.minimum(last + 1, n)] & QUOTE) > 0
    loud &= verb - begin <= _LONGEST_TELLER
    at = begin
    for _ in range(_LONGEST_TELLER):
        at = np.minimum(at + read.of(at, "is_capital"), n)
    behind = np.minimum(verb + 1, n)
    closes = ((speech.bits[behind] & np.uint32(END | COMMA | PREPOSITION)) > 0) & (at == verb)
    return loud & closes & ((speech.bits[behind] & QUOTE) == 0)


def _carried_on(speech: Speech, first: np.ndarray, last: np.ndarray, cue: np.ndarray) -> np.ndarray:
    """A passage without a verb that follows a sentence with one has the same speaker."""
    if not len(first):
        return cue
    sentence = speech.read.sentence_of.astype(np.int64)
    paragraph = _paragraphs(speech.read)[sentence[first]]
    opens = speech.read.sentence_starts(first) >= first - 1
    near = np.zeros(len(first), dtype=bool)
    near[1:] = (sentence[first[1:]] - sentence[last[:-1]] <= 1) & opens[1:]
    near[1:] &= paragraph[1:] - paragraph[:-1] <= 1
    own = np.where((cue != NO_CUE) | ~near, np.arange(len(cue)), 0)
    return cue[np.maximum.accumulate(own)]
