"""Verbs of speech as they stand in a sentence: which are nouns, and whom tellers tell."""

import numpy as np

from flows.extract.cues import Cues
from flows.extract.reading import Reading
from flows.extract.words import (
    AUXILIARY,
    DETERMINER,
    LOWER,
    OF,
    PREPOSITION,
    PRONOUN,
    REPORTING,
    VERB,
)

#: Verbs of which the same form is a noun, and of which a noun behind it is no clause.
_NOUNS = ("claim", "claims", "estimate", "estimates", "note", "notes", "report", "reports")
_CLAIMING = ("claimed", "claiming", "claims")
_CLAIMED = ("credit", "lives", "responsibility", "victory")
_DECLARING = ("declare", "declared", "declares", "declaring")
_DECLARED = (
    *("amnesty", "bankruptcy", "independence", "jihad", "martial", "peace", "victory", "war"),
    *("himself", "herself", "itself", "themselves"),
)
#: Verbs that need somebody who is told.
_TELLERS = ("assured", "informed", "informs", "reminded", "tell", "telling", "tells", "told")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_PARTS = ("morning", "afternoon", "evening", "night")
_TOLD = ("him", "me", "them", "us", "journalists", "lawmakers", "parliament", "reporters")
_LONGEST_ADDRESSEE = 6
#: What only subjects are.
SUBJECTS = ("he", "she", "they", "we", "i", "there")


def verbs_only(read: Reading, bits: np.ndarray, cues: Cues) -> Cues:
    """Cues of `reporting_verbs` that tell what is said: no notes of a meeting, no declared war."""
    first, n = cues.first, len(bits) - 1
    before, two = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
    after = np.minimum(first + 1, n)
    here = read.sentence_of[before] == read.sentence_of[first]
    owned = ((bits[before] & DETERMINER) > 0) | read.among(before, ("'s",))
    phrase = ((bits[before] & LOWER) > 0) & ((bits[two] & PREPOSITION) > 0)
    ing = read.types["word"].str.ends_with("ing").to_numpy()[read.type_of[after]]
    acts = ((bits[after] & VERB) > 0) & ~ing
    acts |= (bits[after] & np.uint32(OF | AUXILIARY | REPORTING)) > 0
    noun = read.among(first, _NOUNS) & (cues.last == first) & ((here & (owned | phrase)) | acts)
    # "Asked if it was so, he left" is nobody's question.
    asked = read.among(first, ("asked",)) & ~here
    thing = np.minimum(cues.last + 1, n)
    deed = read.among(cues.last, _CLAIMING) & read.among(thing, _CLAIMED)
    deed |= read.among(cues.last, _DECLARING) & read.among(thing, _DECLARED)
    return cues.where(~(noun | deed | asked))


def tells(read: Reading, cues: Cues) -> np.ndarray:
    """Whether cues are verbs that need somebody who is told."""
    return read.among(cues.last, _TELLERS)


def behind_circumstance(read: Reading, bits: np.ndarray, cues: Cues) -> np.ndarray:
    """One past verbs, whom they tell and on what day (told Reuters on Monday | …), at most one past
    the sentence.
    """
    n = len(bits) - 1
    end = read.sentence_ends(cues.last)
    past = _behind_addressee(read, bits, cues, end)
    at, then = np.minimum(past, n), np.minimum(past + 1, n)
    on = read.among(at, ("on",)) & read.among(then, _DAYS)
    day, behind = np.minimum(past + on, n), np.minimum(past + on + 1, n)
    # But "said Friday's attack failed".
    clause = ((bits[behind] & np.uint32(DETERMINER | PRONOUN)) > 0) | read.of(behind, "is_capital")
    part = read.among(behind, _DAY_PARTS) & (past + on + 1 < end)
    timed = on | (read.among(day, _DAYS) & (clause | part | (past + 1 >= end)))
    return np.minimum(past + on + timed + (timed & part), end)


def _behind_addressee(read: Reading, bits: np.ndarray, cues: Cues, end: np.ndarray) -> np.ndarray:
    """One past those who are told (told Reuters | he left); one past all other verbs, and where a
    name has a verb of its own (was told | Iran had left).
    """
    n = len(bits) - 1
    behind, teller = cues.last + 1, tells(read, cues)
    here, after = np.minimum(behind, n), np.minimum(behind + 1, n)
    first = behind + read.among(here, ("the", "a"))
    until = first
    for _ in range(_LONGEST_ADDRESSEE):
        until = until + (read.of(np.minimum(until, n), "is_capital") & (until < end))
    own_verb = (bits[np.minimum(until, n)] & np.uint32(VERB | AUXILIARY)) > 0
    named = (until > first) & ~(own_verb & (until < end))
    clause = read.among(after, SUBJECTS) | ((bits[after] & DETERMINER) > 0)
    clause |= read.of(after, "is_capital")
    meant = (read.among(here, _TOLD) | (read.among(here, ("her",)) & clause)) & (behind < end)
    return np.where(teller & meant, behind + 1, np.where(teller & named, until, behind))
