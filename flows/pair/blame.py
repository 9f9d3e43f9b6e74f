"""Whose deed a gerund tells of behind a verb that blames, punishes, praises or prevents.

Accused Y of attacking Z: Y attacked, not who accuses, and nobody that is named where Y is not
(accused two states of arming Z). Was arrested by X in Y for attacking Z: who stands before the
verb, not X. One gerund may follow another (of arming X and attacking Y).
"""

from typing import NamedTuple

import numpy as np

from flows.extract.words import ADVERB, AND, BY, COMMA
from flows.pair.scene import NONE, Scene

_BLAMING = (
    r"^(?:accus|blam|critici[sz]|condemn|denounc|rebuk|chid|prais|thank|commend|applaud|suspect|"
    r"convict|charg(?:e[ds]?|ing)$|arrest|detain|jail|imprison|sentenc|sanction|punish|fined$|"
    r"indict|prosecut|extradit|tried$|execut(?:e[ds]?|ing)$|hang(?:s|ed|ing)?$|prevent|"
    r"stop(?:s|ped|ping)?$|deter(?:s|red|ring)?$|dissuad|discourag|barr?(?:s|ed|ing)$|"
    r"bann?(?:s|ed|ing)$|warn)"
)
_PREPOSITIONS = ("of", "for", "from", "with", "against", "over")
_WITHIN = 16


class Blame(NamedTuple):
    """Per cue: whether it is something that someone is blamed for, the token to look for its
    subject from, and the one before which that cannot stand.
    """

    blamed: np.ndarray
    start: np.ndarray
    floor: np.ndarray


def blame(scene: Scene, cue: np.ndarray) -> Blame:
    """What gerunds at some tokens are blamed on; other tokens are their own start."""
    every = np.arange(len(scene.bits))
    verbs = np.flatnonzero(scene.fits(every, _BLAMING))
    gerund = scene.fits(every, "ing$")
    opens = scene.is_word(every, *_PREPOSITIONS)
    opens &= np.append(gerund[1:], False) | (
        scene.marked(every + 1, ADVERB) & np.append(gerund[2:], (False, False))
    )
    verb = _before(verbs, cue)
    opener = _before(np.flatnonzero(opens), cue)
    direct = cue - opener - scene.marked(cue - 1, ADVERB) == 1
    blamed = gerund[cue] & (direct | scene.marked(cue - 1, AND | COMMA))
    blamed &= (verb != NONE) & (opener > verb) & (cue - verb <= _WITHIN)
    blamed &= scene.sentence[verb] == scene.sentence[cue]
    passive = scene.being(verb) | scene.marked(verb + 1, BY) | (opener == verb + 1)
    return Blame(
        blamed=blamed,
        start=np.where(blamed & passive, verb, cue),
        floor=np.where(blamed & ~passive, verb, 0),
    )


def _before(places: np.ndarray, token: np.ndarray) -> np.ndarray:
    """The last of some places before each token, -1 if there is none."""
    return np.append(NONE, places)[np.searchsorted(places, token)]
