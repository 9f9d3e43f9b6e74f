"""Passages that someone else answers for: direct speech and reported speech."""

import numpy as np

from flows.extract.clauses import Clauses
from flows.extract.cues import Cues
from flows.extract.direct_speech import direct_speech
from flows.extract.reading import Reading
from flows.extract.reported_speech import reported_speech
from flows.extract.speech import Passages, Speech
from flows.lexicon import Lexicon


def find_passages(
    read: Reading, bits: np.ndarray, clauses: Clauses, cues: Cues, lexicon: Lexicon
) -> Passages:
    """Direct and reported passages, by place; `cues` are those of `reporting_verbs`."""
    speech = Speech.of(read, bits, clauses, cues, lexicon)
    direct = direct_speech(speech)
    reported = _outside(reported_speech(speech), direct)
    columns = [np.concatenate(pair) for pair in zip(direct, reported, strict=True)]
    order = np.lexsort((columns[2], columns[1], columns[0]))
    ordered = [column[order] for column in columns]
    again = np.zeros(len(order), dtype=bool)
    again[1:] = (np.diff(ordered[0]) == 0) & (np.diff(ordered[1]) == 0)
    return Passages(*(column[~again] for column in ordered))


def _outside(reported: Passages, direct: Passages) -> Passages:
    """Reported passages that do not begin inside direct speech, or hold nothing else."""
    if not len(direct.first):
        return reported
    place = np.searchsorted(direct.first, reported.first + 2, side="right") - 1
    inside = (place >= 0) & (reported.first <= direct.last[np.maximum(place, 0)])
    return Passages(*(column[~inside] for column in reported))
