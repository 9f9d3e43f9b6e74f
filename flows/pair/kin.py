"""Whose ally or rival someone is called: Assad's ally Russia, Nusra, an al-Qaeda affiliate, …"""

import numpy as np
import polars as pl

from flows.extract.words import AND, COMMA, DETERMINER, LOWER
from flows.pair.cueing import Cueing
from flows.pair.scene import NONE

_OWNER_WITHIN = 3


def kin_sides(cueing: Cueing) -> pl.DataFrame:
    """Nouns of kinship: the owner, and the name behind the noun or before the apposition.

    Columns as of `Cueing.relate`.
    """
    arguments = cueing.arguments
    rows = cueing.rows("kin")
    _, last = cueing.span(rows)
    owner, start = _owner(cueing, rows)
    target = arguments.beginning(last + 1)
    comma = cueing.scene.marked(last + 1, COMMA)
    article = cueing.scene.marked(last + 2, DETERMINER)
    named = arguments.beginning(np.where(article, last + 3, last + 2))
    before = _explained(cueing, start)
    target = np.where(target == NONE, before, target)
    target = np.where((target == NONE) & comma & article, named, target)
    return cueing.relate(rows, owner, target, mutual=True)


def _owner(cueing: Cueing, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whose kin is meant, and the first token of the phrase: Assad's close, the US, Iran and its,
    the army (and allied).

    -1 for none.
    """
    scene, arguments = cueing.scene, cueing.arguments
    first = scene.cue_first[rows]
    owner = arguments.ending(first - 1)
    noun = scene.marked(first, AND) & scene.marked(first - 1, LOWER)
    owner = np.where(noun, arguments.ending(first - 2), owner)
    for step in range(1, _OWNER_WITHIN + 1):
        owned = arguments.ending(first - step - 1)
        owned = np.where(scene.is_word(first - step, "'s", "’s"), owned, NONE)
        mine = scene.is_word(first - step, "its", "their", "his")
        mine &= scene.marked(first - step - 1, AND | COMMA)
        listed = np.where(mine, arguments.ending(first - step - 2), NONE)
        found = np.where(owned != NONE, owned, listed)
        owner = np.where(found != NONE, found, owner)
    begin = np.append(scene.first, 0)[owner]
    return owner, begin - scene.marked(begin - 1, DETERMINER)


def _explained(cueing: Cueing, start: np.ndarray) -> np.ndarray:
    """The name before the comma of an apposition that begins at a token; -1 for none."""
    comma = cueing.scene.marked(start - 1, COMMA)
    return np.where(comma, cueing.arguments.ending(start - 2), NONE)
