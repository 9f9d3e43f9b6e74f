"""Which names can take a side.

Actors are people, organisations, groups, countries (of today or not) and world regions; towns and
provinces are where things happen. A demonym before a noun of place (an Iraqi town), before rebels
(Iraqi insurgents), before some group (an Iraqi militia) or before another name (the Russian
president, Ivan Ivanov; Kurdish YPG fighters) is no actor, nor is a name that only tells which one
is meant (US-backed rebels, anti-Assad fighters, Iraq's Kurdish minority, the Shia militia Badr),
nor are operations, and words an article shows to be common nouns (a VBIED).
"""

from typing import NamedTuple, Self

import numpy as np

from flows.extract.arrays import running
from flows.extract.words import (
    AND,
    COMMA,
    DETERMINER,
    LOCATIVE,
    LOWER,
    OF,
    PLACE_NOUN,
    PREPOSITION,
    RELATIVE,
    THAT,
    VERB,
)
from flows.pair.descriptors import before_name, calls_next, describes, owns_next
from flows.pair.lists import chained
from flows.pair.scene import Scene, able

#: Names that begin so are what actors do.
_UNDERTAKINGS = ("operation", "exercise", "mission", "war", "battle")
_PARTS = ("north", "south", "east", "west", "part", "parts", "centre", "center", "rest")
_REBELS = r"^(?:insurgents?|rebels?|separatists?|secessionists?|dissidents?|mutineers?)$"
#: Who is named before these does not act by that: UN sanctions allow.
_PAPERS = r"^(?:sanctions|resolutions?|embargo(?:es)?|conventions?|charter)$"
#: Nor does who is named before these, but may lose them: ISIS used US weapons.
_GOODS = r"^(?:weapons?|weaponry|equipment|ammunition|munitions|passports?|uniforms?|money)$"
_PARTISANS = r"^(?:groups?|militias?|factions?|part(?:y|ies)|movements?|organi[sz]ations?|gangs?)$"
_TRAVELLING = (
    *("arriving", "departing", "flying", "operating", "returning", "travelling", "traveling"),
)
_ASIDE = 5
_LED_WITHIN = 4
#: Prepositions whose names are not who acts next, unless they go on to act (arms for X to fight Y).
_TOWARD = ("to", "for", "with", "against")
_GOES_ON_WITHIN = 3


class Actors(NamedTuple):
    """Per name of a scene: whether it `acts`; whether a preposition of place or aim leads it in, or
    it only says whose goods are meant (`placed`), or `of` and `from` lead it in (`possessed`);
    `chained`, one list with the name before; `owned`, before a possessive 's.
    """

    acts: np.ndarray
    placed: np.ndarray
    possessed: np.ndarray
    chained: np.ndarray
    owned: np.ndarray

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Look at the names of a scene."""
        listed = chained(scene)
        placed = _led_in(scene, LOCATIVE) | _in_address(scene) | _aimed_at(scene)
        acts = _acts(scene)
        placed |= _part_of(scene) | _lends(scene) | _left_from(scene)
        placed |= _explains(scene, acts & ~placed)
        lists = np.cumsum(~listed) - 1
        return cls(
            acts=acts,
            # In Indonesia and Malaysia: what leads in the first leads in the list.
            placed=placed | (placed[~listed][lists] & listed),
            possessed=_led_in(scene, OF),
            chained=listed,
            owned=scene.is_word(scene.last + 1, "'s", "’s"),
        )


def _acts(scene: Scene) -> np.ndarray:
    acts = able(scene.rows).copy()
    one, demonym = scene.last + 1, _is(scene, "nationality")
    acts &= ~(demonym & (scene.fits(one, _REBELS) | _of_some_group(scene)))
    acts &= ~((demonym | _is(scene, "country")) & _locates(scene))
    open_ = (scene.rows["method"] == "names").to_numpy()
    acts &= ~(open_ & scene.is_word(scene.first - 1, "a", "an"))
    acts &= ~scene.is_word(scene.first, *_UNDERTAKINGS)
    acts &= ~describes(scene) & ~scene.fits(one, _PAPERS)
    acts[:-1] &= ~(owns_next(scene) & acts[1:]) & ~(calls_next(scene) & acts[1:])
    group = (scene.rows["kind"] == "group").to_numpy()
    return acts & ~((demonym | group) & before_name(scene))


def _of_some_group(scene: Scene) -> np.ndarray:
    """Names in what an article shows to be any group: a Lebanese militia, a militant Lebanese
    group.
    """
    before, one, two = scene.first - 1, scene.last + 1, scene.last + 2
    some = scene.is_word(before, "a", "an")
    some |= scene.marked(before, LOWER) & scene.is_word(before - 1, "a", "an")
    adjective = scene.marked(one, LOWER)
    return some & (scene.fits(one, _PARTISANS) | (adjective & scene.fits(two, _PARTISANS)))


def _locates(scene: Scene) -> np.ndarray:
    """Names that tell where a place is: the Turkish coastal town; but Turkey shelled towns."""
    one, two = scene.last + 1, scene.last + 2
    verbal = np.zeros(len(scene.bits) + 1, dtype=bool)
    verbal[scene.cue_first[scene.verbal]] = True
    adjective = scene.marked(one, LOWER) & ~scene.marked(one, VERB) & ~verbal[one]
    # The US state of Ohio, but the Iraqi state.
    state = scene.is_word(one, "state") & scene.is_word(two, "of")
    return scene.marked(one, PLACE_NOUN) | (adjective & scene.marked(two, PLACE_NOUN)) | state


def _led_in(scene: Scene, by: int) -> np.ndarray:
    """Names that a preposition of one kind leads in, the nearest of the words before."""
    led = np.zeros(len(scene.first), dtype=bool)
    searching = np.ones(len(scene.first), dtype=bool)
    begin = scene.first.copy()
    # The Iraqi Shia politicians: what leads in the first leads in both.
    beside = scene.first[1:] == scene.last[:-1] + 1
    begin[1:][beside] = scene.first[:-1][beside]
    for back in range(1, _LED_WITHIN + 1):
        at = np.maximum(begin - back, 0)
        searching &= scene.sentence[at] == scene.sentence[scene.first]
        led |= searching & scene.marked(at, by)
        passes = scene.marked(at, LOWER | DETERMINER) & ~scene.marked(at, PREPOSITION | VERB)
        searching &= passes
    return led


def _aimed_at(scene: Scene) -> np.ndarray:
    """Names behind `to`, `for`, `with`, `against` that no verb or relative pronoun follows."""
    place = (scene.rows["kind"] == "place").to_numpy()
    goes_on = np.zeros(len(scene.first), dtype=bool)
    ended = goes_on.copy()
    for step in range(1, _GOES_ON_WITHIN + 1):
        at = scene.last + step
        # X, together with Y, is fighting Z.
        ended |= scene.marked(at, COMMA)
        acts = (scene.is_word(at, "to") & ~place) | (
            scene.marked(at, VERB) & scene.fits(at, "ing$")
        )
        acts |= scene.is_word(at, "in") & scene.is_word(at + 1, "their", "its", "his")
        goes_on |= scene.marked(at, RELATIVE | THAT) | (acts & ~ended)
    before = scene.first - 1
    before = before - (scene.marked(before, DETERMINER) & ~scene.is_word(before, *_TOWARD))
    aimed = scene.is_word(before, *_TOWARD) & ~scene.is_word(before - 1, "according")
    return aimed & ~goes_on


def _explains(scene: Scene, free: np.ndarray) -> np.ndarray:
    """Names inside what explains the actor before: X, an ISIS commander, was killed."""
    comma = scene.previous(scene.first, COMMA)
    begins = scene.marked(comma + 1, DETERMINER) | (scene.first - comma == 1)
    named = np.append(False, free[:-1] & (scene.last[:-1] == comma[1:] - 1))
    # The leader of ISIS, an ally of Hezbollah: two names of one apposition.
    verbs = running((scene.bits & VERB) > 0)
    inside = begins & (scene.first - comma <= _ASIDE) & (verbs[scene.first] == verbs[comma])
    one = scene.last + 1
    one = one + scene.is_word(one, "'s", "’s")
    close = scene.next(one, COMMA)
    ends = (close - one <= _ASIDE) & (verbs[close] == verbs[one]) & scene.marked(close + 1, LOWER)
    ends &= (close > one) | (scene.first - comma > 2)
    return named & inside & ends & ~scene.marked(close + 1, AND)


def _part_of(scene: Scene) -> np.ndarray:
    """The border of Syria, the north of Iraq."""
    of = scene.first - 1 - scene.marked(scene.first - 1, DETERMINER)
    part = scene.marked(of - 1, PLACE_NOUN) | scene.is_word(of - 1, *_PARTS)
    return scene.is_word(of, "of") & part


def _left_from(scene: Scene) -> np.ndarray:
    """Where someone comes from (jets flying from Turkey), but not whose men they are."""
    before = scene.first - 1 - scene.marked(scene.first - 1, DETERMINER)
    return scene.is_word(before, "from") & scene.is_word(before - 1, *_TRAVELLING)


def _lends(scene: Scene) -> np.ndarray:
    """ISIS used US weapons (to attack Y); but US weapons to the Kurds are sent by the US."""
    one = scene.last + 1
    sent = np.isin(one, scene.cue_first[~scene.hostile])
    sent &= ~np.isin(one + 2, scene.cue_first[scene.verbal])
    return scene.fits(one, _GOODS) & ~sent


def _in_address(scene: Scene) -> np.ndarray:
    """Countries behind a place and a comma: Incirlik, Turkey."""
    found = np.zeros(len(scene.first), dtype=bool)
    country = _is(scene, "country")
    place = (scene.rows["kind"] == "place").to_numpy() & ~country
    beside = (scene.first[1:] - scene.last[:-1] == 2) & scene.marked(scene.first[1:] - 1, COMMA)
    found[1:] = country[1:] & place[:-1] & beside
    # Near Raqqa, US aircraft struck: no address.
    one = scene.last + 1
    return found & ~(scene.marked(one, LOWER) & ~scene.marked(one, PREPOSITION | VERB | AND))


def _is(scene: Scene, subkind: str) -> np.ndarray:
    return (scene.rows["subkind"] == subkind).fill_null(value=False).to_numpy()
