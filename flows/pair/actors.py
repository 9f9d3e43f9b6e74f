"""Which names can take a side, and which of them a sentence lists together.

Actors are people, organisations, groups, countries and world regions; towns and provinces are where
things happen. A demonym before a noun of place (an Iraqi town) or before another name (the Russian
president, Ivan Ivanov) is no actor, nor are operations, and words an article shows to be common
nouns (a VBIED).

A list is names that follow one another with only commas, `and` and their own nouns between them,
and an `and` somewhere (Britain, France and Jordan; US and Iraqi troops), or with a hyphen alone
(the US-Iraq partnership).
"""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.arrays import running
from flows.extract.words import (
    AND,
    AUXILIARY,
    BUT,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DASH,
    DETERMINER,
    LOCATIVE,
    LOWER,
    OF,
    OPEN,
    PLACE_NOUN,
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
from flows.pair.scene import Scene

_KINDS = ("person", "organization", "group")
_REALMS = ("country", "world_region")
#: Names that begin so are what actors do.
_UNDERTAKINGS = ("operation", "exercise", "mission", "war", "battle")
_LEAST_CONFIDENCE = 0.4
_LIST_GAP = 5
_BETWEEN_MEMBERS = (
    PRONOUN
    | SEMICOLON
    | QUOTE
    | REPORTING
    | CONJUNCTION
    | SUBORDINATOR
    | BUT
    | OPEN
    | CLOSE
    | DASH
    | THAT
    | RELATIVE
    | AUXILIARY
    | LOCATIVE
    | VERB
    | PREPOSITION
)


class Actors(NamedTuple):
    """Per name of a scene: whether it `acts`; whether a preposition of place leads it in (`placed`)
    or `of` and `from` do (`possessed`); `chained`, one list with the name before; `owned`, before
    a possessive 's.
    """

    acts: np.ndarray
    placed: np.ndarray
    possessed: np.ndarray
    chained: np.ndarray
    owned: np.ndarray

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Look at the names of a scene."""
        return cls(
            acts=_acts(scene),
            placed=_led_in(scene, LOCATIVE) | _in_address(scene),
            possessed=_led_in(scene, OF),
            chained=_chained(scene),
            owned=scene.is_word(scene.last + 1, "'s", "’s"),
        )


def _acts(scene: Scene) -> np.ndarray:
    realm = (pl.col("kind") == "place") & pl.col("subkind").is_in(_REALMS)
    sure = pl.col("confidence") >= _LEAST_CONFIDENCE
    able = pl.col("kind").is_in(_KINDS) & sure | realm
    acts = scene.rows.select(able.fill_null(value=False)).to_series().to_numpy().copy()
    one, two = scene.last + 1, scene.last + 2
    demonym = _is(scene, "nationality")
    locates = scene.marked(one, PLACE_NOUN)
    locates |= scene.marked(one, LOWER) & scene.marked(two, PLACE_NOUN)
    acts &= ~((demonym | _is(scene, "country")) & locates)
    open_ = (scene.rows["method"] == "names").to_numpy()
    acts &= ~(open_ & scene.is_word(scene.first - 1, "a", "an"))
    acts &= ~scene.is_word(scene.first, *_UNDERTAKINGS)
    return acts & ~(demonym & _before_name(scene))


def _before_name(scene: Scene) -> np.ndarray:
    """Names with the next one directly behind, or behind one noun or title."""
    found = np.zeros(len(scene.first), dtype=bool)
    gap = scene.first[1:] - scene.last[:-1] - 1
    linked = scene.marked(scene.last[:-1] + 1, COMMA | AND | PREPOSITION | VERB)
    same = scene.sentence[scene.first[1:]] == scene.sentence[scene.first[:-1]]
    found[:-1] = same & ((gap == 0) | ((gap == 1) & ~linked & ~scene.inner[scene.last[:-1] + 1]))
    return found


def _led_in(scene: Scene, by: int) -> np.ndarray:
    """Names that a preposition of one kind leads in, the nearest of the three words before."""
    led = np.zeros(len(scene.first), dtype=bool)
    searching = np.ones(len(scene.first), dtype=bool)
    begin = scene.first.copy()
    # The Iraqi Shia politicians: what leads in the first leads in both.
    beside = scene.first[1:] == scene.last[:-1] + 1
    begin[1:][beside] = scene.first[:-1][beside]
    for back in range(1, 4):
        at = np.maximum(begin - back, 0)
        searching &= scene.sentence[at] == scene.sentence[scene.first]
        led |= searching & scene.marked(at, by)
        passes = scene.marked(at, LOWER | DETERMINER) & ~scene.marked(at, PREPOSITION | VERB)
        searching &= passes
    return led


def _in_address(scene: Scene) -> np.ndarray:
    """Countries behind a place and a comma: Incirlik, Turkey."""
    found = np.zeros(len(scene.first), dtype=bool)
    country = _is(scene, "country")
    place = (scene.rows["kind"] == "place").to_numpy() & ~country
    beside = (scene.first[1:] - scene.last[:-1] == 2) & scene.marked(scene.first[1:] - 1, COMMA)
    found[1:] = country[1:] & place[:-1] & beside
    return found


def _chained(scene: Scene) -> np.ndarray:
    first, last = scene.first, scene.last
    chained = np.zeros(len(first), dtype=bool)
    if len(first) < 2:
        return chained
    left, right = last[:-1] + 1, first[1:]
    links, blocks = (
        running((scene.bits & np.uint32(m)) > 0) for m in (COMMA | AND, _BETWEEN_MEMBERS)
    )
    n_links = links[right] - links[left]
    listed = (right - left <= _LIST_GAP) & (blocks[right] == blocks[left])
    listed &= (n_links >= 1) & (n_links <= 2)
    hyphened = (right - left == 1) & scene.inner[left]
    same = scene.sentence[right] == scene.sentence[last[:-1]]
    chained[1:] = (listed | hyphened) & same
    chained &= ~_opens_clause(scene, chained)
    conjunctions = running((scene.bits & AND) > 0)
    joined = np.zeros(len(first), dtype=bool)
    joined[1:] = hyphened | (conjunctions[right] > conjunctions[left])
    group = np.cumsum(~chained) - 1
    return chained & (np.bincount(group, chained & joined)[group] > 0)


def _opens_clause(scene: Scene, chained: np.ndarray) -> np.ndarray:
    """Names behind `,` or `, and` that a verb follows: a subject, not the last of a list."""
    following = scene.last + 1
    comma = scene.marked(scene.first - 1, COMMA)
    joined = scene.marked(scene.first - 1, AND) & scene.marked(scene.first - 2, COMMA)
    in_list = np.append(False, chained[:-1])
    said = scene.marked(following, REPORTING) & comma
    return (scene.marked(following, VERB) & (comma | joined) & ~in_list) | said


def _is(scene: Scene, subkind: str) -> np.ndarray:
    return (scene.rows["subkind"] == subkind).fill_null(value=False).to_numpy()
