"""Whom he or she means as the subject of a verb of speech: whoever spoke last.

`“…,” Ali Hassan said. “…,” he said.` It is the last person named before, outside quotation marks
and turns and what somebody says, and a few sentences away at most, if that person has spoken
before, or is the one new person of a sentence or two before a quotation. It is nobody where
somebody unnamed speaks in between (his coach said), where he and she would be the same person, and
where a title says otherwise (Mrs. Hassan … he).
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import among, ranges, running
from flows.extract.named import NO_MENTION, Named
from flows.extract.reading import Reading
from flows.extract.speech import DIRECT, NO_CUE, REPORTED, Passages
from flows.extract.words import ADVERB, AUXILIARY, COMMA, END, QUOTE, SEMICOLON

_HE, _SHE = ("he",), ("she",)
_HIS_TITLES = ("mr.", "mr", "sir", "lord", "king", "prince", "pope")
_HER_TITLES = ("mrs.", "mrs", "ms.", "ms", "miss", "lady", "queen", "princess", "madam")
_SAID = (
    "said", "says", "told", "added", "asked", "replied", "admitted", "explained", "recalled",
    "insisted", "argued", "stated", "confirmed", "announced", "warned", "wrote", "tweeted",
)  # fmt: skip
_MOST_HELPERS = 2
_MOST_SENTENCES = 6
#: Sentences behind the name of somebody new, in which he or she begins to speak.
_INTRODUCED = 2


class Verbs(NamedTuple):
    """First and last tokens of verbs of speech."""

    first: np.ndarray
    last: np.ndarray


class Told(NamedTuple):
    """Per passage with a verb of speech: the verb, and the row of the mention that is its subject,
    -1 where none is.
    """

    verb: Verbs
    speaker: np.ndarray


def last_to_speak(
    read: Reading, bits: np.ndarray, passages: Passages, told: Told, named: Named
) -> np.ndarray:
    """Row of the mention that he or she means, -1 where the subject is neither, or not surely."""
    found = np.full(len(told.speaker), NO_MENTION)
    he, she = (_subject(read, bits, told.verb, words) for words in (_HE, _SHE))
    at = np.maximum(he, she)
    quoted = _quoted(passages, len(bits))
    asked = np.flatnonzero((told.speaker == NO_MENTION) & (at >= 0) & ~quoted[told.verb.first])
    at = at[asked]
    persons = _persons(read, named, at)
    # "Hassan said Ali's plan failed. He …" is still Hassan.
    first = persons["first"].to_numpy()
    strange = _strangers(read, bits, told)
    told_of = _told_of(read, told, strange)[first]
    told_of &= ~among(persons["row"].to_numpy(), told.speaker)
    unquoted = persons.filter(~pl.Series(quoted[first] | told_of))
    if not unquoted.height:
        return found
    first = unquoted["first"].to_numpy()
    last = np.searchsorted(first, at) - 1
    near = _near(read, at, first[last]) & (last >= 0)
    direct = passages.kind[passages.cue != NO_CUE][asked] == DIRECT
    introduced = direct & _alone(read, unquoted)[last]
    behind = read.sentence_of[at].astype(np.int64) - read.sentence_of[first[last]]
    introduced &= (behind > 0) & (behind <= _INTRODUCED)
    near &= introduced | _spoke_before(told, persons, unquoted[last], at)
    between = running(strange)
    near &= between[at] == between[first[last]]
    title, is_he = np.maximum(first[last] - 1, 0), he[asked] >= 0
    near &= ~read.among(title, _HER_TITLES) | ~is_he
    near &= ~read.among(title, _HIS_TITLES) | is_he
    near &= ~_addressed(named, told.verb.last[asked], unquoted["entity"].gather(last))
    near &= ~_of_both(last, is_he, near)
    found[asked[near]] = unquoted["row"].to_numpy()[last[near]]
    return found


def _persons(read: Reading, named: Named, at: np.ndarray) -> pl.DataFrame:
    """Mentions of persons in the documents of some tokens, by place: row, first, doc, entity."""
    doc = read.tokens["doc"].to_numpy()
    person = (named.rows["kind"] == "person").to_numpy()
    rows = np.flatnonzero(person & among(doc[named.first], doc[at]))
    first = named.first[rows]
    entity = named.rows["entity_id"].gather(rows)
    return pl.DataFrame({"row": rows, "first": first, "doc": doc[first], "entity": entity})


def _strangers(read: Reading, bits: np.ndarray, told: Told) -> np.ndarray:
    """Which tokens are verbs of speech whose subject is neither named nor he or she."""
    said = np.flatnonzero(read.types_among(_SAID)[read.type_of])
    known = np.append(told.verb.first[told.speaker != NO_MENTION], -1)
    by_pronoun = _subject(read, bits, Verbs(said, said), (*_HE, *_SHE)) >= 0
    strangers = np.zeros(len(bits), dtype=bool)
    strangers[said[~by_pronoun & ~among(said, known)]] = True
    return strangers


def _subject(read: Reading, bits: np.ndarray, verb: Verbs, pronoun: tuple[str, ...]) -> np.ndarray:
    """Where a pronoun is the subject of each verb: he said, he also said, “…,” said he; else -1."""
    n = len(bits) - 1
    before = np.maximum(verb.first - 1, 0)
    for _ in range(_MOST_HELPERS):
        helper = (bits[before] & np.uint32(ADVERB | AUXILIARY)) > 0
        before = np.maximum(before - helper, 0)
    behind, then = np.minimum(verb.last + 1, n), np.minimum(verb.last + 2, n)
    here = read.among(before, pronoun) & _together(read, before, verb.first)
    closed = (bits[then] & np.uint32(COMMA | END | QUOTE | SEMICOLON)) > 0
    there = read.among(behind, pronoun) & _together(read, behind, verb.last) & closed
    return np.where(here, before, np.where(there, behind, -1))


def _quoted(passages: Passages, n: int) -> np.ndarray:
    """Which tokens stand between quotation marks or in turns."""
    said = passages.kind != REPORTED
    first, last = passages.first[said], passages.last[said]
    quoted = np.zeros(n, dtype=bool)
    quoted[ranges(first, last - first + 1)] = True
    return quoted


def _told_of(read: Reading, told: Told, strange: np.ndarray) -> np.ndarray:
    """Which tokens stand behind a verb of speech in their sentence; `strange`: those whose subject
    is unnamed.
    """
    verb = np.union1d(told.verb.last, np.flatnonzero(strange))
    inside = np.zeros(len(read.type_of), dtype=bool)
    inside[ranges(verb + 1, read.sentence_ends(verb) - verb - 1)] = True
    return inside


def _near(read: Reading, at: np.ndarray, name: np.ndarray) -> np.ndarray:
    """Whether names stand a few sentences before in the same document."""
    doc = read.tokens["doc"].to_numpy()
    apart = read.sentence_of[at].astype(np.int64) - read.sentence_of[name]
    return (doc[at] == doc[name]) & (apart <= _MOST_SENTENCES)


def _alone(read: Reading, persons: pl.DataFrame) -> np.ndarray:
    """Whether no other person is named in their sentence."""
    sentence = pl.Series("sentence", read.sentence_of[persons["first"].to_numpy()])
    named = persons.select("entity", sentence)
    return named.select(pl.col("entity").n_unique().over("sentence") == 1).to_series().to_numpy()


def _spoke_before(
    told: Told, persons: pl.DataFrame, last: pl.DataFrame, at: np.ndarray
) -> np.ndarray:
    """Whether persons are the subject of a verb of speech before these tokens."""
    key = ["doc", "entity"]
    speakers = pl.DataFrame({"row": told.speaker, "verb": told.verb.first}).join(persons, on="row")
    earliest = speakers.group_by(key).agg(pl.col("verb").min())
    verb = last.join(earliest, on=key, how="left", maintain_order="left")["verb"]
    return (verb < pl.Series(at)).fill_null(value=False).to_numpy()


def _addressed(named: Named, verb: np.ndarray, entity: pl.Series) -> np.ndarray:
    """Whether it is these entities that are spoken to: she told Ali Hassan."""
    row = np.minimum(np.searchsorted(named.first, verb + 1), len(named.first) - 1)
    same = (named.rows["entity_id"].gather(row) == entity).fill_null(value=False).to_numpy()
    return (named.first[row] == verb + 1) & same


def _of_both(last: np.ndarray, is_he: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Whether a person would be he and she."""
    size = int(last.max(initial=0)) + 1
    he = np.bincount(last[near & is_he], minlength=size) > 0
    she = np.bincount(last[near & ~is_he], minlength=size) > 0
    return (he & she)[last]


def _together(read: Reading, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return read.sentence_of[one] == read.sentence_of[other]
