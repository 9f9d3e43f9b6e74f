"""The sides of a cue: which names stand where its subject and its objects stand.

Without a parser, a side is the nearest actor (see `actors`) with nothing between it and the cue
that would make it part of something else:

- Subjects stand before the cue, in its clause or right before its relative pronoun; a pronoun, a
  reporting verb, a semicolon, a quotation mark or a conjunction in between belongs to another
  subject, and a name in a phrase of place is none. Where a comma, `and` or `or` stands directly
  before the cue (stormed the base, killing …), the subject is the first of the clause, not the
  nearest name.
- `It` or `they` behind a reporting verb is who reports (France said it had bombed …).
- A relative pronoun right behind the name of a place stands for that place.
- Objects stand behind the cue, at most eight words away, before any verb, comma, or preposition but
  `of` and `from`; `at least`, `up to` and the like before a number are none.
- Each member of a list is a side.
"""

from typing import NamedTuple, Self

import numpy as np

from flows.extract.arrays import running
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
    END,
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
)
from flows.pair.actors import Actors
from flows.pair.scene import NONE, Scene

_BEFORE = PRONOUN | SEMICOLON | END | QUOTE | REPORTING | CONJUNCTION | BUT | OPEN | CLOSE
_OPENERS = THAT | SUBORDINATOR | RELATIVE
_BEHIND = _BEFORE | _OPENERS | DASH | COMMA | AUXILIARY
_MOST_BEFORE = 16
_MOST_BEHIND = 8
_TRIES = 5
#: How far behind a relative pronoun its verb may stand.
_PRONOUN_WITHIN = 4
#: Before a number these are no prepositions (at least 40, up to 40).
_HEDGES = ("at", "about", "around", "over", "under", "to", "as", "than", "near", "many")
_NUMBER = (
    r"^\d|^(?:least|most|many|much|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"dozens?|scores|hundreds?|thousands?|half|several)$"
)
_REPORTERS = ("it", "they", "he", "she", "its", "their")
#: How far behind a fronted object the comma may stand, and how far behind it the subject.
_NOUN_WITHIN, _SUBJECT_WITHIN = 3, 2
_LONGEST_LIST = 6


class Arguments(NamedTuple):
    """A scene with its actors, and how many tokens no side reaches over precede each token."""

    scene: Scene
    actors: Actors
    before: np.ndarray
    behind: np.ndarray
    commas: np.ndarray
    verbs: np.ndarray

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Prepare a scene."""
        bits = scene.bits
        behind = (bits & (PREPOSITION | OF)) == PREPOSITION
        behind |= (bits & np.uint32(_BEHIND)) > 0
        behind[_hedges(scene)] = False
        # Targets belonging to Y, forces loyal to Y; but an attack and the Y embassy.
        at = np.flatnonzero(scene.is_word(np.arange(len(bits)), "belonging", "loyal"))
        behind[at + 1] = False
        joined = np.flatnonzero(bits & AND)
        behind[joined[scene.is_word(joined + 1, "the", "a", "an")]] = True
        return cls(
            scene=scene,
            actors=Actors.of(scene),
            before=running(_barriers(scene)),
            behind=running(behind),
            commas=running((bits & COMMA) > 0),
            verbs=running((bits & VERB) > 0),
        )

    def subject(
        self,
        cue: np.ndarray,
        *,
        far: np.ndarray | None = None,
        taken: np.ndarray | None = None,
        most: int = _MOST_BEFORE,
    ) -> np.ndarray:
        """Name that is the subject of what begins at each token, -1 for none.

        `far`: where to take the first name that can be (by default where a comma or `and` stands
        before); `taken`: names that cannot be (by default those in phrases of place); `most`:
        how many words away it may be.
        """
        scene, found = self.scene, np.full(len(cue), NONE)
        far = scene.marked(cue - 1, COMMA | AND) if far is None else far
        if not len(scene.last):
            return found
        able = self.actors.acts & ~(self.actors.placed if taken is None else taken)
        candidate = np.searchsorted(scene.last, cue) - 1
        for _ in range(_TRIES):
            at = np.maximum(candidate, 0)
            last = scene.last[at]
            fits = (candidate >= 0) & (scene.sentence[last] == scene.sentence[cue])
            fits &= self.before[cue] == self.before[last + 1]
            commas = self.commas[cue] - self.commas[last + 1]
            whole = (scene.clause[cue] == scene.clause[last]) | (commas <= scene.relative[cue])
            # What is embedded between subject and cue (Iran – once armed by the US – left) is not
            # reached over into.
            whole &= scene.clause[last] <= scene.clause[cue]
            near = (cue - last <= most) & whole
            fits &= (near | far) & able[at]
            found = np.where(fits & ((found == NONE) | far), candidate, found)
            candidate = candidate - 1
        return np.where(self._of_place(cue), NONE, found)

    def _of_place(self, cue: np.ndarray) -> np.ndarray:
        """Whether the relative pronoun before a cue stands for a place: Amerli, which was …"""
        scene = self.scene
        pronoun = scene.previous(cue, RELATIVE | THAT)
        near = (pronoun != NONE) & (cue - pronoun <= _PRONOUN_WITHIN)
        near &= scene.sentence[pronoun] == scene.sentence[cue]
        before = pronoun - 1 - scene.marked(pronoun - 1, COMMA)
        name = self.ending(before)
        return near & (name != NONE) & ~np.append(self.actors.acts, False)[name]

    def fronted(self, cue: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Name that is the subject of the sentence behind a phrase that opens it with a cue and its
        object, -1 for none: To defeat X, Y left; in support of X, Y struck.
        """
        scene = self.scene
        if not len(scene.first):
            return np.full(len(cue), NONE)
        behind = self.behind_name(target)
        comma = scene.next(behind, COMMA)
        candidate = np.minimum(np.searchsorted(scene.first, comma), len(scene.first) - 1)
        first = scene.first[candidate]
        fits = (target != NONE) & (comma - behind <= _NOUN_WITHIN) & self._opens(cue, target)
        fits &= (first > comma) & (first - comma <= _SUBJECT_WITHIN) & self.actors.acts[candidate]
        fits &= scene.sentence[first] == scene.sentence[cue]
        return np.where(fits, candidate, NONE)

    def _opens(self, cue: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Whether neither a name nor a verb stands before cues in their sentence."""
        sentence = self.scene.sentence
        starts = np.flatnonzero(np.append(True, sentence[1:] != sentence[:-1]))
        start = starts[np.searchsorted(starts, cue, side="right") - 1]
        first_name = np.searchsorted(self.scene.first, start)
        return (first_name == target) & (self.verbs[cue] == self.verbs[start])

    def object(self, start: np.ndarray, most: int = _MOST_BEHIND) -> np.ndarray:
        """Name that is the object of what ends before each token, -1 for none."""
        scene, found = self.scene, np.full(len(start), NONE)
        if not len(scene.first):
            return found
        start = np.minimum(start, len(scene.bits) - 1)
        candidate = np.searchsorted(scene.first, start)
        for _ in range(2):
            at = np.minimum(candidate, len(scene.first) - 1)
            first = scene.first[at]
            fits = (candidate < len(scene.first)) & (first - start <= most)
            fits &= scene.sentence[first] == scene.sentence[start]
            fits &= self.behind[np.maximum(first, start)] == self.behind[start]
            found = np.where(fits & self.actors.acts[at] & (found == NONE), candidate, found)
            candidate = candidate + 1
        return found

    def members(self, name: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The lists that names belong to.

        Returns the number of the name given and the member, the name itself first.
        """
        chained, acts = self.actors.chained, self.actors.acts
        rows = np.flatnonzero(name != NONE)
        found = [(rows, name[rows])]
        for step in (-1, 1):
            of, at = rows, name[rows]
            for _ in range(_LONGEST_LIST):
                link = at + 1 if step > 0 else at
                inside = link < len(chained)
                goes_on = inside & chained[np.where(inside, link, 0)]
                of, at = of[goes_on], at[goes_on] + step
                found.append((of[acts[at]], at[acts[at]]))
        return np.concatenate([row for row, _ in found]), np.concatenate([at for _, at in found])

    def behind_name(self, name: np.ndarray) -> np.ndarray:
        """The token behind each name; the first of all where there is none."""
        last = np.append(self.scene.last, -1)
        return last[name] + 1

    def ending(self, token: np.ndarray) -> np.ndarray:
        """Name whose last token each is, -1 for none."""
        return _at(self.scene.last, token)

    def beginning(self, token: np.ndarray) -> np.ndarray:
        """Name whose first token each is, -1 for none."""
        return _at(self.scene.first, token)


def _at(places: np.ndarray, token: np.ndarray) -> np.ndarray:
    if not len(places):
        return np.full(len(token), NONE)
    at = np.minimum(np.searchsorted(places, token), len(places) - 1)
    return np.where(places[at] == token, at, NONE)


def _barriers(scene: Scene) -> np.ndarray:
    """Tokens behind which another subject begins.

    `that`, relative pronouns and conjunctions of time only where no verb follows: `said that rebels
    …`, but `groups that attacked …`; `as well as` never. Nor do a short form in brackets
    (`the Kurdistan Workers' Party (PKK)`), hearsay (`X is said to have attacked`) and what one says
    of oneself (`X boasted of killing`, `X vowed to attack`).
    """
    barrier = (scene.bits & np.uint32(_BEFORE)) > 0
    bracketed = scene.marked(scene.first - 1, OPEN) & scene.marked(scene.last + 1, CLOSE)
    barrier[np.concatenate((scene.first[bracketed] - 1, scene.last[bracketed] + 1))] = False
    told = np.flatnonzero(scene.bits & np.uint32(REPORTING))
    hearsay = scene.marked(told - 1, BE) & scene.is_word(told + 1, "to")
    own_act = scene.marked(told + 1, PREPOSITION) & scene.fits(told + 2, "ing$")
    own_act |= scene.is_word(told + 1, "to")
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
    it = np.flatnonzero(scene.is_word(np.arange(len(scene.bits)), *_REPORTERS))
    that = scene.marked(it - 1, THAT)
    told = it - 1 - that
    own = scene.marked(told, REPORTING)
    return np.concatenate((it[own], told[own], it[own & that] - 1))


def _hedges(scene: Scene) -> np.ndarray:
    """Prepositions that belong to a number: at least 40, as many as 40."""
    at = np.flatnonzero(scene.is_word(np.arange(len(scene.bits)), *_HEDGES))
    many = scene.is_word(at, "many") & scene.is_word(at + 1, "as")
    return at[scene.fits(at + 1, _NUMBER) | many]
