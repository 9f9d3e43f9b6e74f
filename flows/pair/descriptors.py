"""Names that are no actors themselves but tell more of the name, or the noun, behind them."""

import numpy as np

from flows.extract.words import (
    AND,
    AUXILIARY,
    COMMA,
    DETERMINER,
    LOWER,
    PREPOSITION,
    VERB,
)
from flows.pair.scene import Scene

#: What a name does itself though a hyphen ties it to what comes next (ISIS-held, Saudi-led).
_OWN = ("led", "held", "controlled", "occupied", "run")
_LEANINGS = ("pro", "anti", "counter", "non", "ex", "post")
#: What a body is called, right before its name.
_BODIES = (
    r"^(?:groups?|militias?|factions?|part(?:y|ies)|movements?|organi[sz]ations?|networks?|"
    r"brigades?|battalions?|alliances?|coalitions?|outfits?|gangs?|cartels?|units?|army)$"
)
_CALLED_WITHIN = 3
#: Verbs that tell of a body (the Kurdish armed group X), and what no such word is.
_TOLD = r"^(?:armed|banned|outlawed|allied|united)$"
_NO_KIND = PREPOSITION | VERB | AUXILIARY | AND | DETERMINER


def describes(scene: Scene) -> np.ndarray:
    """Names that only tell which one is meant: US-backed rebels, pro-Assad fighters."""
    one, two = scene.last + 1, scene.last + 2
    described = scene.inner[one] & scene.marked(two, LOWER) & ~scene.is_word(two, *_OWN)
    leaning = scene.inner[scene.first - 1] & scene.is_word(scene.first - 2, *_LEANINGS)
    return described | leaning


def calls_next(scene: Scene) -> np.ndarray:
    """Names, but for the last, that tell what kind of body the next one is: the Sunni militant
    group Ansar al-Islam, the Shia militia Badr Brigade.
    """
    behind, first = scene.last[:-1] + 1, scene.first[1:]
    gap = first - behind
    near = (gap >= 0) & (gap <= _CALLED_WITHIN)
    near &= scene.sentence[first] == scene.sentence[behind - 1]
    for step in range(_CALLED_WITHIN):
        at = behind + step
        noun = ~scene.marked(at, _NO_KIND) | scene.fits(at, _TOLD)
        near &= scene.marked(at, LOWER) & noun | (step >= gap)
    return near & scene.fits(first - 1, _BODIES)


def owns_next(scene: Scene) -> np.ndarray:
    """Names, but for the last, before 's and the next name: Iraq's Kurdish minority."""
    behind = scene.last[:-1] + 1
    gap = scene.first[1:] - behind
    adjective = scene.marked(behind + 1, LOWER) & ~scene.marked(behind + 1, AND | PREPOSITION)
    near = (gap == 1) | ((gap == 2) & adjective)
    return near & scene.is_word(behind, "'s", "’s")


def before_name(scene: Scene) -> np.ndarray:
    """Names with the next one directly behind, or behind one noun or title."""
    found = np.zeros(len(scene.first), dtype=bool)
    gap = scene.first[1:] - scene.last[:-1] - 1
    linked = scene.marked(scene.last[:-1] + 1, COMMA | AND | PREPOSITION | VERB)
    same = scene.sentence[scene.first[1:]] == scene.sentence[scene.first[:-1]]
    found[:-1] = same & ((gap == 0) | ((gap == 1) & ~linked & ~scene.inner[scene.last[:-1] + 1]))
    return found
