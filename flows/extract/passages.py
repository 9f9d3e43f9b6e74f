"""Passages that someone else answers for: direct speech, reported speech, turns of transcripts."""

import numpy as np

from flows.extract.clauses import Clauses
from flows.extract.cues import Cues
from flows.extract.direct_speech import direct_speech
from flows.extract.reading import Reading
from flows.extract.reported_speech import reported_speech
from flows.extract.speech import Passages, Speech
from flows.extract.turns.passages import turns
from flows.lexicon import Lexicon


def find_passages(
    read: Reading, bits: np.ndarray, clauses: Clauses, cues: Cues, lexicon: Lexicon
) -> Passages:
    """All passages, by place; `cues` are those of `reporting_verbs`."""
    speech = Speech.of(read, bits, clauses, cues, lexicon)
    direct = direct_speech(speech)
    reported = _outside(reported_speech(speech), direct)
    parts = zip(direct, reported, turns(read), strict=True)
    found = Passages(*(np.concatenate(part) for part in parts))
    found = found.where(np.lexsort((found.cue, found.last, found.first)))
    again = np.zeros(len(found.first), dtype=bool)
    again[1:] = (np.diff(found.first) == 0) & (np.diff(found.last) == 0)
    return found.where(~again)


def _outside(reported: Passages, direct: Passages) -> Passages:
    """Reported passages that do not begin inside direct speech, or hold nothing else."""
    if not len(direct.first):
        return reported
    place = np.searchsorted(direct.first, reported.first + 2, side="right") - 1
    inside = (place >= 0) & (reported.first <= direct.last[np.maximum(place, 0)])
    return reported.where(~inside)
