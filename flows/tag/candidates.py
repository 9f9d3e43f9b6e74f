"""Tokens that could be part of a name, in runs that are labelled together; all others are none.

Capitalised words, and around them: small words and hyphens between two of them (University of the
Philippines), numbers before and behind (2008 Olympics, Apollo 11), particles before (al-Maliki),
nouns that names of elections and the like end with (2008 Canadian federal election), and the small
half of a given name (Ban Ki-moon) and of Co-operation.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import begins
from flows.extract.capitals import Words
from flows.extract.runs import syllables

#: Small words and marks that names have inside.
_BRIDGES = (
    *("of", "the", "and", "for", "in", "on", "to", "at", "&", "-", "'s", "'", "’s", "’", "/"),
    *("sur", "sous", "upon", "super", "les", "lez", "am"),
)
#: Lower-case words that names end with, in titles of elections, wars and offices.
_TAILS = (
    *("election", "elections", "referendum", "by", "federal", "general", "presidential"),
    *("parliamentary", "legislative", "local", "state", "municipal", "gubernatorial", "regional"),
    *("provincial", "mayoral", "leadership", "senate", "primary", "congressional", "special"),
    *("war", "movement", "crisis", "coup", "revolution", "attack", "attacks", "bombing"),
    *("bombings", "scandal", "protests", "campaign", "party", "and", "league", "group", "council"),
    *("constitutional", "assembly", "independence", "d'état", "language", "languages", "people"),
)
#: What stands behind the number in 107th, as a token of its own.
_ORDINALS = ("st", "nd", "rd", "th")
_MOST_BETWEEN = 4
_MOST_BEHIND = 4
_MOST_BEFORE = 2


class Candidates(NamedTuple):
    """Candidate tokens by place: their numbers, and whether each is the first of a run."""

    at: np.ndarray
    begins: np.ndarray


def candidates(words: Words) -> Candidates:
    """The candidates of a batch."""
    kinds = _kinds(words.read.types)
    able = words.read.types["word"].str.contains(r"\p{Lu}").to_numpy()
    core = np.flatnonzero(able[words.read.type_of])
    chosen = np.zeros(len(words.match), dtype=bool)
    inside = _reach(words, core, 1, kinds["bridge"].to_numpy(), _MOST_BETWEEN)
    inside &= _reach(words, core, -1, kinds["bridge"].to_numpy(), _MOST_BETWEEN)
    chosen |= inside | _reach(words, core, 1, kinds["tail"].to_numpy(), _MOST_BEHIND)
    chosen |= _reach(words, core, -1, kinds["lead"].to_numpy(), _MOST_BEFORE)
    chosen[core] = True
    given = core[1:][core[1:] == core[:-1] + 1]
    given = given[syllables(words, given)]
    with_small = np.append(given, core[_shared(words, core)])
    chosen[with_small + 1] = chosen[with_small + 2] = True
    chosen[_alone(words, core, chosen)] = False
    at = np.flatnonzero(chosen)
    apart = (at[1:] != at[:-1] + 1) | ~words.together(at[1:], at[:-1])
    return Candidates(at, begins(len(at), apart) if len(at) else np.zeros(0, dtype=bool))


def _kinds(types: pl.DataFrame) -> pl.DataFrame:
    folded, number = pl.col("folded"), pl.col("is_number")
    particle = pl.col("is_particle") & pl.col("is_lower")
    tail = folded.is_in(_TAILS)
    ordinal = folded.is_in(_ORDINALS)
    hyphen = pl.col("plain") == "-"
    return types.select(
        bridge=folded.is_in(_BRIDGES) | number | ordinal | particle | tail,
        tail=tail | number | hyphen,
        lead=number | ordinal | hyphen | (particle & ~pl.col("is_common")),
    )


def _reach(
    words: Words, front: np.ndarray, step: int, through: np.ndarray, most: int
) -> np.ndarray:
    """Tokens reached from some others in one direction, through certain types only."""
    reached = np.zeros(len(words.match), dtype=bool)
    for _ in range(most):
        front = front[(front + step >= 0) & (front + step < len(reached))]
        beside = front + step
        go_on = through[words.read.type_of[beside]] & words.together(front, beside)
        front = beside[go_on]
        reached[front] = True
    return reached


def _shared(words: Words, at: np.ndarray) -> np.ndarray:
    """Whether tokens are the first half of Co-operation and the like."""
    n = len(words.match) - 1
    one, two = np.minimum(at + 1, n), np.minimum(at + 2, n)
    small = words.read.types["folded"].str.contains("^(?:operati|ordinat)").to_numpy()
    half = words.among(at, ("co",)) & words.setting.inner[one] & (two == at + 2)
    return half & small[words.read.type_of[two]] & words.together(two, at)


def _alone(words: Words, core: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Common words that begin a sentence and have no candidate behind them."""
    common = words.flag(core, "is_common") & words.setting.initial[core]
    at = core[common]
    behind = np.minimum(at + 1, len(chosen) - 1)
    return at[~(chosen[behind] & words.together(at, behind)) | (behind == at)]
