"""Who speaks a passage: the named mention next to its verb, in its subject's place, in the label of
its turn, or whom a pronoun in its subject's place means (see `pronouns`).

Before the verb (`Obama told reporters`, `a spokesman for the Pentagon said`) or, where the verb
follows the passage, right behind it (`…, said Ali Hassan`, `…, said PKK spokesman Zagros Hiwa`). An
unnamed subject between the mention and the verb leaves the speaker unknown, as does a mention in a
phrase of place; whom the passage itself names does not speak it (`…, officials said`),
unless it is a body called so again (`…, the group said`).
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.categories import SPEAKER_BASES
from flows.extract.arrays import running
from flows.extract.cues import Cues
from flows.extract.named import NO_MENTION, Named
from flows.extract.pronouns import Told, Verbs, last_to_speak
from flows.extract.reading import Reading
from flows.extract.reporting import tells
from flows.extract.speech import DIRECT, NO_CUE, NO_LABEL, TURN, Passages
from flows.extract.words import (
    ADVERB,
    AND,
    AUXILIARY,
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
#: What stands before a speaker who is a source, not the subject.
_SOURCES = ("according", "citing", "quoting", "in")
_FARTHEST = 8
_FARTHEST_JOINED = 25
_FARTHEST_ASIDE = 30
_BEHIND = 5
_TRIES, _TRIES_JOINED = 3, 6
_TITLE, _RANKS = 5, 3
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
    before = _subject(read, bits, named, first)
    behind = _behind(read, bits, named, last, source)
    follows = passages.last[told] < first
    inverted = follows & ((bits[np.maximum(first - 1, 0)] & (COMMA | QUOTE)) > 0)
    # "We won," Ali Hassan, its director, told Wire One.
    inverted &= (first - passages.last[told] <= _PAUSE) & ~tells(read, cues.where(cue))
    # "Turkey bombed Iran, officials said": nobody whom the passage names, unless "the group said".
    within = follows & (named.first[before] <= passages.last[told]) & ~_goes_on(read, bits, first)
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
    for able in (_speaks(read, named), person):
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


def _goes_on(read: Reading, bits: np.ndarray, verb: np.ndarray) -> np.ndarray:
    """Whether verbs have the subject of the verb before them: and claimed, after claiming."""
    ing = read.types["folded"].str.ends_with("ing").to_numpy()[read.type_of[verb]]
    return ing | ((bits[np.maximum(verb - 1, 0)] & AND) > 0)


def _is_group(read: Reading, verb: np.ndarray) -> np.ndarray:
    """Whether `the group` and its like stand before verbs, for whom the sentence names."""
    one, two = np.maximum(verb - 1, 0), np.maximum(verb - 2, 0)
    the = read.among(two, ("the",)) & (read.sentence_of[two] == read.sentence_of[verb])
    return the & read.among(one, _GROUPS)


def _groups(named: Named) -> np.ndarray:
    return (named.rows["kind"] == "organization").to_numpy()


def _speaks(read: Reading, named: Named) -> np.ndarray:
    rows = named.rows
    country = (pl.col("kind") == "place") & pl.col("subkind").is_in(["country", "world_region"])
    country &= pl.col("method") == "lexicon"
    return (
        rows.select((pl.col("kind").is_in(_SPEAKERS) | country).fill_null(False))
        .to_series()
        .to_numpy()
    )


def _subject(read: Reading, bits: np.ndarray, named: Named, verb: np.ndarray) -> np.ndarray:
    """The mention before each verb that can be its subject."""
    speaks = _speaks(read, named)
    stops = np.uint32(PRONOUN | SEMICOLON | END | THAT | QUOTE | REPORTING)
    # One of the leaders is nobody new.
    one_of = read.types_among(("one",))[read.type_of] & np.append((bits[1:] & OF) > 0, False)
    barriers = running(((bits & stops) > 0) & ~one_of)
    commas = running((bits & COMMA) > 0)
    relative = running((bits & RELATIVE) > 0)
    paused = (bits[np.maximum(verb - 1, 0)] & COMMA) > 0
    # "Putin met Rouhani and said …", "Putin apologized, saying …": it is that of another verb.
    joined = _goes_on(read, bits, verb) & ((bits[np.maximum(verb - 1, 0)] & (AND | COMMA)) > 0)
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
