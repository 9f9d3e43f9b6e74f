"""Which names can take a side, and which of them a sentence lists together.

Actors are people, organisations, groups, countries (of today or not) and world regions; towns and
provinces are where things happen. A demonym before a noun of place (an Iraqi town), before rebels
(Iraqi insurgents), before some group (an Iraqi militia) or before another name (the Russian
president, Ivan Ivanov; Kurdish YPG fighters) is no actor, nor is a name that only tells which one
is meant (US-backed rebels, anti-Assad fighters, Iraq's Kurdish minority, the Shia militia Badr),
nor are operations, and words an article shows to be common nouns (a VBIED).

A list is names that follow one another with only commas, `and` and their own nouns between them,
and an `and` somewhere (Britain, France and Jordan; US and Iraqi troops), or with a hyphen alone
(the US-Iraq partnership).
"""

from typing import NamedTuple, Self

import numpy as np

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
from flows.pair.scene import Scene, able

#: Names that begin so are what actors do.
_UNDERTAKINGS = ("operation", "exercise", "mission", "war", "battle")
#: What a name does itself though a hyphen ties it to what comes next (ISIS-held, Saudi-led).
_OWN = ("led", "held", "controlled", "occupied", "run")
_PARTS = ("north", "south", "east", "west", "part", "parts", "centre", "center", "rest")
_REBELS = r"^(?:insurgents?|rebels?|separatists?|secessionists?|dissidents?|mutineers?)$"
#: Who is named before these does not act by that: UN sanctions allow.
_PAPERS = r"^(?:sanctions|resolutions?|embargo(?:es)?|conventions?|charter)$"
#: Nor does who is named before these, but may lose them: ISIS used US weapons.
_GOODS = r"^(?:weapons?|weaponry|equipment|ammunition|munitions|passports?|uniforms?|money)$"
#: What a body is called, right before its name.
_BODIES = (
    r"^(?:groups?|militias?|factions?|part(?:y|ies)|movements?|organi[sz]ations?|networks?|"
    r"brigades?|battalions?|alliances?|coalitions?|outfits?|gangs?|cartels?|units?|army)$"
)
_PARTISANS = r"^(?:groups?|militias?|factions?|part(?:y|ies)|movements?|organi[sz]ations?|gangs?)$"
_CALLED_WITHIN = 3
_NO_KIND = PREPOSITION | VERB | AUXILIARY | AND | DETERMINER
_TRAVELLING = (
    *("arriving", "departing", "flying", "operating", "returning", "travelling", "traveling"),
)
_ASIDE = 5
_LED_WITHIN = 4
_LEANINGS = ("pro", "anti", "counter", "non", "ex", "post")
#: Prepositions whose names are not who acts next, unless they go on to act (arms for X to fight Y).
_TOWARD = ("to", "for", "with", "against")
_GOES_ON_WITHIN = 3
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
        chained = _chained(scene)
        placed = _led_in(scene, LOCATIVE) | _in_address(scene) | _aimed_at(scene)
        acts = _acts(scene)
        placed |= _part_of(scene) | _lends(scene) | _left_from(scene)
        placed |= _explains(scene, acts & ~placed)
        lists = np.cumsum(~chained) - 1
        return cls(
            acts=acts,
            # In Indonesia and Malaysia: what leads in the first leads in the list.
            placed=placed | (placed[~chained][lists] & chained),
            possessed=_led_in(scene, OF),
            chained=chained,
            owned=scene.is_word(scene.last + 1, "'s", "’s"),
        )


def _acts(scene: Scene) -> np.ndarray:
    acts = able(scene.rows).copy()
    one, two = scene.last + 1, scene.last + 2
    demonym = _is(scene, "nationality")
    acts &= ~(demonym & scene.fits(one, _REBELS))
    # A Lebanese militia is not Lebanon, nor is a militant Lebanese group.
    a = scene.is_word(scene.first - 1, "a", "an")
    a |= scene.is_word(scene.first - 2, "a", "an") & scene.marked(scene.first - 1, LOWER)
    body = scene.fits(one, _PARTISANS) | (scene.marked(one, LOWER) & scene.fits(two, _PARTISANS))
    acts &= ~(demonym & a & body)
    locates = scene.marked(one, PLACE_NOUN)
    # The Turkish coastal town, but Turkey shelled towns.
    verbal = np.zeros(len(scene.bits) + 1, dtype=bool)
    verbal[scene.cue_first[scene.verbal]] = True
    verb = scene.marked(one, VERB) | verbal[one]
    locates |= scene.marked(one, LOWER) & ~verb & scene.marked(two, PLACE_NOUN)
    # The US state of Ohio, but the Iraqi state.
    locates |= scene.is_word(one, "state") & scene.is_word(two, "of")
    acts &= ~((demonym | _is(scene, "country")) & locates)
    open_ = (scene.rows["method"] == "names").to_numpy()
    acts &= ~(open_ & scene.is_word(scene.first - 1, "a", "an"))
    acts &= ~scene.is_word(scene.first, *_UNDERTAKINGS)
    acts &= ~_describes(scene) & ~scene.fits(one, _PAPERS)
    acts[:-1] &= ~(_owns_next(scene) & acts[1:]) & ~(_calls_next(scene) & acts[1:])
    group = (scene.rows["kind"] == "group").to_numpy()
    return acts & ~((demonym | group) & _before_name(scene))


def _describes(scene: Scene) -> np.ndarray:
    """Names that only tell which one is meant: US-backed rebels, pro-Assad fighters."""
    one, two = scene.last + 1, scene.last + 2
    described = scene.inner[one] & scene.marked(two, LOWER) & ~scene.is_word(two, *_OWN)
    leaning = scene.inner[scene.first - 1] & scene.is_word(scene.first - 2, *_LEANINGS)
    return described | leaning


def _calls_next(scene: Scene) -> np.ndarray:
    """Names, but for the last, that tell what kind of body the next one is: the Sunni militant
    group Ansar al-Islam, the Shia militia Badr Brigade.
    """
    behind, first = scene.last[:-1] + 1, scene.first[1:]
    gap = first - behind
    near = (gap >= 0) & (gap <= _CALLED_WITHIN)
    near &= scene.sentence[first] == scene.sentence[behind - 1]
    for step in range(_CALLED_WITHIN):
        noun = scene.marked(behind + step, LOWER) & ~scene.marked(behind + step, _NO_KIND)
        near &= noun | (step >= gap)
    return near & scene.fits(first - 1, _BODIES)


def _owns_next(scene: Scene) -> np.ndarray:
    """Names, but for the last, before 's and the next name: Iraq's Kurdish minority."""
    behind = scene.last[:-1] + 1
    gap = scene.first[1:] - behind
    adjective = scene.marked(behind + 1, LOWER) & ~scene.marked(behind + 1, AND | PREPOSITION)
    near = (gap == 1) | ((gap == 2) & adjective)
    return near & scene.is_word(behind, "'s", "’s")


def _before_name(scene: Scene) -> np.ndarray:
    """Names with the next one directly behind, or behind one noun or title."""
    found = np.zeros(len(scene.first), dtype=bool)
    gap = scene.first[1:] - scene.last[:-1] - 1
    linked = scene.marked(scene.last[:-1] + 1, COMMA | AND | PREPOSITION | VERB)
    same = scene.sentence[scene.first[1:]] == scene.sentence[scene.first[:-1]]
    found[:-1] = same & ((gap == 0) | ((gap == 1) & ~linked & ~scene.inner[scene.last[:-1] + 1]))
    return found


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


def _chained(scene: Scene) -> np.ndarray:
    first, last = scene.first, scene.last
    chained = np.zeros(len(first), dtype=bool)
    if len(first) < 2:
        return chained
    left, right = last[:-1] + 1, first[1:]
    links = running((scene.bits & (COMMA | AND)) > 0)
    between = (scene.bits & np.uint32(_BETWEEN_MEMBERS)) > 0
    between[scene.cue_first[scene.verbal & ~scene.inner[scene.cue_first - 1]]] = True
    blocks = running(between)
    n_links = links[right] - links[left]
    listed = (right - left <= _LIST_GAP) & (blocks[right] == blocks[left])
    listed &= (n_links >= 1) & (n_links <= 2)
    hyphened = (right - left == 1) & scene.inner[left]
    same = scene.sentence[right] == scene.sentence[last[:-1]]
    # The army and the Sufi group Ahlu Sunna: who is listed is the latter.
    chained[1:] = (listed | hyphened | _calls_next(scene)) & same
    chained &= ~_opens_clause(scene, chained)
    conjunctions = running((scene.bits & AND) > 0)
    joined = np.zeros(len(first), dtype=bool)
    joined[1:] = hyphened | (conjunctions[right] > conjunctions[left])
    group = np.cumsum(~chained) - 1
    return chained & (np.bincount(group, chained & joined)[group] > 0)


def _opens_clause(scene: Scene, chained: np.ndarray) -> np.ndarray:
    """Names behind `,` or `, and` that a verb follows: a subject, not the last of a list."""
    following = scene.last + 1
    begin = scene.first - scene.marked(scene.first - 1, DETERMINER)
    comma = scene.marked(begin - 1, COMMA)
    joined = scene.marked(begin - 1, AND) & scene.marked(begin - 2, COMMA)
    in_list = np.append(False, chained[:-1])
    said = scene.marked(following, REPORTING) & comma
    return (scene.marked(following, VERB) & (comma | joined) & ~in_list) | said


def _is(scene: Scene, subkind: str) -> np.ndarray:
    return (scene.rows["subkind"] == subkind).fill_null(value=False).to_numpy()
