"""Whose deed a gerund tells of behind a verb that blames, punishes, praises or prevents.

Accused Y of attacking Z: Y attacked, not who accuses, and nobody that is named where Y is not
(accused two states of arming Z). Was arrested by X in Y for attacking Z: who stands before the
verb, not X; right before it, if it is a bare participle (homes of families accused of). One gerund
may follow another (of arming X and attacking Y), and what is no verb belongs to the gerund before
it (accused Y of plotting with the support of Z).
"""

from typing import NamedTuple, Self

import numpy as np

from flows.extract.words import ADVERB, AND, BY, COMMA, PARTICIPLE, VERB
from flows.pair.scene import NONE, Scene

_BLAMING = (
    r"^(?:accus|blam|critici[sz]|condemn|denounc|rebuk|chid|prais|thank|commend|applaud|suspect|"
    r"convict(?:s|ed|ing)?$|charg(?:e[ds]?|ing)$|acquit|arrest|detain|jail|imprison(?:s|ed|ing)?$|"
    r"sentenc|sanction|punish(?:e[ds]|ing)?$|fined$|indict|prosecut|extradit|tried$|"
    r"execut(?:e[ds]?|ing)$|hang(?:s|ed|ing)?$|prevent|stop(?:s|ped|ping)?$|"
    r"suspend(?:s|ed|ing)?$|sack(?:s|ed|ing)?$|dismiss|expel|"
    r"deter(?:s|red|ring)?$|dissuad|discourag|barr?(?:s|ed|ing)$|bann?(?:s|ed|ing)$|warn)"
)
#: As nouns these say nothing of who is meant: arrested on charges of, appeals her sentence for.
_NOUNS = r"^(?:charges?|sentences?)$"
_PREPOSITIONS = ("of", "for", "from", "with", "against", "over")
_WITHIN = 16
#: A name and its noun before a bare participle (ISIS fighters accused of).
_OWN_NOUN = 1


class Blame(NamedTuple):
    """Per cue: whether it is something that someone is blamed for, the token to look for its
    subject from, and the one before which the subject cannot end.
    """

    blamed: np.ndarray
    start: np.ndarray
    floor: np.ndarray


class Blaming(NamedTuple):
    """Of a scene: the tokens of verbs that blame, those of prepositions that lead in a gerund, and
    whether each token is a gerund.
    """

    scene: Scene
    verbs: np.ndarray
    openers: np.ndarray
    gerund: np.ndarray

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Look at all tokens of a scene."""
        every = np.arange(len(scene.bits))
        gerund = scene.marked(every, PARTICIPLE) & scene.fits(every, "ing$")
        adverb = scene.marked(every + 1, ADVERB) & np.append(gerund[2:], (False, False))
        opens = scene.is_word(every, *_PREPOSITIONS) & (np.append(gerund[1:], False) | adverb)
        noun = scene.fits(every, _NOUNS) & np.append(opens[1:], False)
        # A suspended sentence for.
        noun |= scene.is_word(every + 1, "sentence")
        verbs = np.flatnonzero(scene.fits(every, _BLAMING) & ~noun)
        return cls(scene, verbs, np.flatnonzero(opens), gerund)

    def at(self, cue: np.ndarray) -> Blame:
        """What gerunds at some tokens are blamed on; other tokens are their own start."""
        scene, verb, opener = self.scene, _before(self.verbs, cue), _before(self.openers, cue)
        near = (verb != NONE) & (opener > verb) & (cue - verb <= _WITHIN)
        near &= scene.sentence[verb] == scene.sentence[cue]
        blamed = near.copy()
        blamed[near] = self._belongs(cue[near], opener[near])
        being, by = scene.being(verb), scene.marked(verb + 1, BY)
        passive = being | by | (opener == verb + 1)
        bare = ~being & ~scene.marked(verb - 1, COMMA)
        floor = np.where(passive, np.where(bare, verb - _OWN_NOUN, 0), verb + 1)
        return Blame(blamed, np.where(blamed & passive, verb, cue), np.where(blamed, floor, 0))

    def _belongs(self, cue: np.ndarray, opener: np.ndarray) -> np.ndarray:
        """Whether cues belong to what a preposition leads in: its gerund, one joined to that, or
        what is no verb and not joined.
        """
        scene = self.scene
        direct = cue - opener - scene.marked(cue - 1, ADVERB) == 1
        gerund = self.gerund[cue] & (direct | scene.marked(cue - 1, AND | COMMA))
        verbal = scene.marked(cue, VERB) | np.isin(cue, scene.cue_first[scene.verbal])
        joined = scene.previous(cue, AND | COMMA) > opener
        return gerund | (~self.gerund[cue] & ~verbal & ~joined)


def _before(places: np.ndarray, token: np.ndarray) -> np.ndarray:
    """The last of some places before each token, -1 if there is none."""
    return np.append(NONE, places)[np.searchsorted(places, token)]
