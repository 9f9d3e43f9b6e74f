"""Who speaks a passage: the named mention next to its verb, in its subject's place, in the label of
its turn, or whom a pronoun in its subject's place means (see `pronouns`).

Before the verb (`Obama told reporters`, `a spokesman for the Pentagon said`) or, where the verb
follows the passage, right behind it (`…, said Ali Hassan`; see `subjects`). An unnamed subject
between the mention and the verb leaves the speaker unknown, as does a mention in a phrase of place;
whom the passage itself names does not speak it (`…, officials said`), unless it is a body called so
again (`…, the group said`).
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.categories import SPEAKER_BASES
from flows.extract.cues import Cues
from flows.extract.named import NO_MENTION, Named
from flows.extract.pronouns import Told, Verbs, last_to_speak
from flows.extract.reading import Reading
from flows.extract.reporting import tells
from flows.extract.speech import DIRECT, NO_CUE, NO_LABEL, TURN, Passages
from flows.extract.subjects import goes_on, may_speak, subject_before, subject_behind
from flows.extract.words import ADVERB, AUXILIARY, COMMA, QUOTE, REPORTING

#: What stands before a speaker who is a source, not the subject.
_SOURCES = ("according", "citing", "quoting", "in")
#: A comma, a quotation mark, and the verb.
_PAUSE = 3
_NAMED, _LABEL, _PRONOUN = (SPEAKER_BASES.index(name) for name in ("named", "label", "pronoun"))
#: What names of bodies in the same sentence are called again.
_GROUPS = (
    *("group", "movement", "organisation", "organization", "militia", "party", "company", "firm"),
    *("ministry", "agency", "army", "military", "union", "network", "institute", "charity"),
    *("bank", "airline", "newspaper", "court", "club", "council", "commission", "coalition"),
)


class Speakers(NamedTuple):
    """Per passage the row of the mention that speaks it, -1 where none does, and how it is known
    (place in `SPEAKER_BASES`).
    """

    mention: np.ndarray
    basis: np.ndarray


def speakers(
    read: Reading, bits: np.ndarray, passages: Passages, cues: Cues, named: Named
) -> Speakers:
    """Who speaks each passage."""
    found = _labelled(read, passages, named)
    basis = np.full(len(found), _LABEL)
    told = np.flatnonzero(passages.cue != NO_CUE)
    if not len(told) or not len(named.first):
        return Speakers(found, basis)
    cue = passages.cue[told]
    first, last = cues.first[cue], cues.last[cue]
    source = (bits[first] & REPORTING == 0) & read.among(first, _SOURCES)
    before = subject_before(read, bits, named, first)
    behind = subject_behind(read, bits, named, last, source)
    follows = passages.last[told] < first
    inverted = follows & ((bits[np.maximum(first - 1, 0)] & (COMMA | QUOTE)) > 0)
    # "We won," Ali Hassan, its director, told Wire One.
    inverted &= (first - passages.last[told] <= _PAUSE) & ~tells(read, cues.where(cue))
    # "Turkey bombed Iran, officials said": nobody whom the passage names, unless "the group said".
    within = follows & (named.first[before] <= passages.last[told]) & ~goes_on(read, bits, first)
    within &= ~(_is_group(read, first) & _groups(named)[before])
    before = np.where(within, NO_MENTION, before)
    spoken = np.where(source | inverted, behind, before)
    mine = _first_person(read, bits, passages, found, first)
    verbs = Told(Verbs(first, last), spoken)
    meant = last_to_speak(read, bits, passages, verbs, named)
    found[told] = np.where(spoken == NO_MENTION, np.maximum(mine, meant), spoken)
    basis[told] = np.where(spoken == NO_MENTION, _PRONOUN, _NAMED)
    return _carried_on(passages, Speakers(found, basis))


def _carried_on(passages: Passages, speakers: Speakers) -> Speakers:
    """What goes on behind a verb in quotation marks has the speaker of what stands before it: “We
    won,” said Ali Hassan. “It is over.”
    """
    rows = np.flatnonzero((passages.cue != NO_CUE) & (passages.kind == DIRECT))
    cue = passages.cue[rows]
    source = np.full(int(cue.max(initial=0)) + 1, NO_MENTION)
    known = rows[speakers.mention[rows] != NO_MENTION]
    # The first passage of a verb is the one beside it.
    source[passages.cue[known[::-1]]] = known[::-1]
    asks = rows[(speakers.mention[rows] == NO_MENTION) & (source[cue] != NO_MENTION)]
    of = np.arange(len(speakers.mention))
    of[asks] = source[passages.cue[asks]]
    return Speakers(speakers.mention[of], speakers.basis[of])


def _first_person(
    read: Reading, bits: np.ndarray, passages: Passages, speaker: np.ndarray, verb: np.ndarray
) -> np.ndarray:
    """Who speaks the turn in which `I` is the subject of verbs (I said, I have told), else -1."""
    turn = passages.kind == TURN
    if not turn.any():
        return np.full(len(verb), NO_MENTION)
    first, last, speaker = passages.first[turn], passages.last[turn], speaker[turn]
    at = np.maximum(np.searchsorted(first, verb, side="right") - 1, 0)
    inside = (first[at] <= verb) & (verb <= last[at])
    before = np.maximum(verb - 1, 0)
    helped = (bits[before] & np.uint32(ADVERB | AUXILIARY)) > 0
    subject = np.maximum(before - helped, 0)
    mine = read.among(subject, ("i",)) & (read.sentence_of[subject] == read.sentence_of[verb])
    return np.where(inside & mine, speaker[at], NO_MENTION)


def _labelled(read: Reading, passages: Passages, named: Named) -> np.ndarray:
    """The person that the label of each turn names, or else the first body; where it names none
    (THE PRESIDENT), whom the last one of that office did; -1 where none does.
    """
    found, labels = np.full(len(passages.label), NO_MENTION), read.labels
    turns = np.flatnonzero(passages.label != NO_LABEL)
    if not len(turns):
        return found
    speaker = np.full(len(labels.first), NO_MENTION)
    person = (named.rows["kind"] == "person").to_numpy()
    for able in (may_speak(named), person):
        rows = np.flatnonzero(able)
        place = np.searchsorted(named.first[rows], labels.first)
        inside = place < np.searchsorted(named.first[rows], labels.colon)
        speaker[inside] = rows[place[inside]]
    named_before = (
        pl.when(pl.col("speaker") != NO_MENTION).then("speaker").forward_fill().over("office")
    )
    known = pl.DataFrame({"office": labels.office, "speaker": speaker})
    speaker = known.select(named_before.fill_null(NO_MENTION)).to_series().to_numpy()
    found[turns] = speaker[passages.label[turns]]
    return found


def _is_group(read: Reading, verb: np.ndarray) -> np.ndarray:
    """Whether `the group` and its like stand before verbs, for whom the sentence names."""
    one, two = np.maximum(verb - 1, 0), np.maximum(verb - 2, 0)
    the = read.among(two, ("the",)) & (read.sentence_of[two] == read.sentence_of[verb])
    return the & read.among(one, _GROUPS)


def _groups(named: Named) -> np.ndarray:
    return (named.rows["kind"] == "organization").to_numpy()
