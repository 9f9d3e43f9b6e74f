"""What no side reaches over: the tokens at which another subject or another phrase begins."""

import numpy as np

from flows.extract.words import (
    ADVERB,
    AND,
    AUXILIARY,
    BE,
    BUT,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DASH,
    DETERMINER,
    END,
    LOWER,
    OF,
    OPEN,
    PARTICIPLE,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    RELATIVE,
    REPORTING,
    SEMICOLON,
    SUBORDINATOR,
    THAT,
    VERB,
)  # fmt: skip
from flows.pair.scene import Scene

_BEFORE = PRONOUN | SEMICOLON | END | QUOTE | REPORTING | CONJUNCTION | BUT | OPEN | CLOSE
_OPENERS = THAT | SUBORDINATOR | RELATIVE
_BEHIND = _BEFORE | _OPENERS | DASH | COMMA | AUXILIARY
#: Before a number these are no prepositions (at least 40, up to 40).
_HEDGES = ("at", "about", "around", "over", "under", "to", "as", "than", "near", "many")
#: Words of number.
NUMBER = (
    r"^\d|^(?:least|most|many|much|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"dozens?|scores|hundreds?|thousands?|half|several)$"
)
_REPORTERS = ("it", "they", "he", "she", "its", "their")


def behind(scene: Scene) -> np.ndarray:
    """Tokens no object lies beyond.

    Prepositions but `of`, `from` (unless a gerund follows: men accused of backing Y), those of a
    number, and `to` in `targets belonging to Y`, `forces loyal to Y`; `and` before an article (an
    attack and the Y embassy); an article that opens a clause of its own (a role the US can play),
    and `what` (to combat what Y calls a crime).
    """
    bits = scene.bits
    barrier = (bits & (PREPOSITION | OF)) == PREPOSITION
    barrier |= (bits & np.uint32(_BEHIND)) > 0
    led = np.flatnonzero(bits & PREPOSITION)
    gerund = scene.marked(led + 1, PARTICIPLE) & scene.fits(led + 1, "ing$")
    barrier[led[gerund & ~scene.is_word(led + 1, "belonging")]] = True
    barrier[_words(scene, "using", "involving", "what", "whatever")] = True
    barrier[_hedges(scene)] = False
    barrier[_words(scene, "belonging", "loyal") + 1] = False
    the = _words(scene, "the")
    other = PREPOSITION | VERB | ADVERB | AND | DETERMINER | COMMA
    noun = scene.marked(the - 1, LOWER) & ~scene.marked(the - 1, other)
    barrier[the[noun & ~np.isin(the - 1, scene.cue_last)]] = True
    # Aid to help fight Y goes to no one named.
    verbs = scene.cue_first[scene.verbal]
    barrier[verbs[scene.is_word(verbs - 1, "to")]] = True
    joined = np.flatnonzero(bits & AND)
    barrier[joined[scene.is_word(joined + 1, "the", "a", "an")]] = True
    return barrier


def before(scene: Scene) -> np.ndarray:
    """Tokens behind which another subject begins.

    `that`, relative pronouns and conjunctions of time only where no verb follows: `said that rebels
    …`, but `groups that attacked …`; `as well as` never. Nor do a short form in brackets
    (`the Kurdistan Workers' Party (PKK)`), hearsay (`X is said to have attacked`) and what one says
    of oneself (`X boasted of killing`, `X vowed to attack`, `X claimed
    responsibility for`).
    """
    barrier = (scene.bits & np.uint32(_BEFORE)) > 0
    bracketed = scene.marked(scene.first - 1, OPEN) & scene.marked(scene.last + 1, CLOSE)
    barrier[np.concatenate((scene.first[bracketed] - 1, scene.last[bracketed] + 1))] = False
    told = np.flatnonzero(scene.bits & np.uint32(REPORTING))
    hearsay = scene.marked(told - 1, BE) & scene.is_word(told + 1, "to")
    own_act = scene.marked(told + 1, PREPOSITION) & scene.fits(told + 2, "ing$")
    own_act |= scene.is_word(told + 1, "to", "responsibility")
    barrier[told[hearsay | own_act]] = False
    at = np.flatnonzero(scene.bits & np.uint32(_OPENERS))
    goes_on = scene.marked(at + 1, VERB | ADVERB)
    goes_on |= np.isin(at + 1, scene.cue_first[scene.verbal]) & scene.marked(at, RELATIVE)
    goes_on |= scene.is_word(at + 1, "well") | scene.is_word(at - 1, "well")
    barrier[at[~goes_on]] = True
    at = np.flatnonzero(scene.bits & CONJUNCTION)
    barrier[at[scene.marked(at + 1, PARTICIPLE)]] = False
    barrier[_own_reports(scene)] = False
    barrier[_hedges(scene)] = False
    return barrier


def _own_reports(scene: Scene) -> np.ndarray:
    """Tokens of `said (that) it`, behind which the one who says so goes on."""
    it = _words(scene, *_REPORTERS)
    that = scene.marked(it - 1, THAT)
    told = it - 1 - that
    own = scene.marked(told, REPORTING)
    return np.concatenate((it[own], told[own], it[own & that] - 1))


def _hedges(scene: Scene) -> np.ndarray:
    """Prepositions that belong to a number: at least 40, as many as 40."""
    at = _words(scene, *_HEDGES)
    many = scene.is_word(at, "many") & scene.is_word(at + 1, "as")
    return at[scene.fits(at + 1, NUMBER) | many]


def _words(scene: Scene, *words: str) -> np.ndarray:
    """Tokens that are one of some words."""
    return np.flatnonzero(scene.is_word(np.arange(len(scene.bits)), *words))
