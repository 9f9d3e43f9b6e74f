"""The sides of a cue: which names stand where its subject and its objects stand.

Without a parser, a side is the nearest actor (see `actors`) with nothing between it and the cue
that would make it part of something else:

- Subjects stand before the cue, in its clause or right before its relative pronoun; a pronoun, a
  reporting verb, a semicolon, a quotation mark or a conjunction in between belongs to another
  subject, and a name in a phrase of place is none. Where a comma, `and` or `or` stands directly
  before the cue (stormed the base, killing …), the subject is the first of the clause, not the
  nearest name.
- What someone is blamed for has a subject of its own (see `blame`).
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
    COMMA,
    DETERMINER,
    QUOTE,
    RELATIVE,
    REPORTING,
    THAT,
    VERB,
)
from flows.pair.actors import Actors
from flows.pair.barriers import before, behind
from flows.pair.blame import Blaming
from flows.pair.scene import NONE, Scene

_MOST_BEFORE = 16
_MOST_BEHIND = 8
_TRIES = 5
#: How far behind a relative pronoun its verb may stand.
_PRONOUN_WITHIN = 4
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
    blaming: Blaming

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Prepare a scene."""
        return cls(
            scene=scene,
            actors=Actors.of(scene),
            before=running(before(scene)),
            behind=running(behind(scene)),
            commas=running((scene.bits & COMMA) > 0),
            verbs=running(_verbs(scene)),
            blaming=Blaming.of(scene),
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
        scene = self.scene
        if not len(scene.last):
            return np.full(len(cue), NONE)
        far = scene.marked(cue - 1, COMMA | AND) if far is None else far
        able = self.actors.acts & ~(self.actors.placed if taken is None else taken)
        blamed, start, floor = self.blaming.at(cue)
        found = self._before(start, far & ~blamed, able, most)
        found = np.where(scene.last[found] + 1 < floor, NONE, found)
        # A case against X, accused of attacking Y.
        explained = self.ending(np.where(blamed & scene.marked(start - 1, COMMA), start - 2, NONE))
        acts = np.append(self.actors.acts, False)[explained]
        found = np.where(explained == NONE, found, np.where(acts, explained, NONE))
        found = np.where((found == NONE) & ~blamed, self._shared(cue, able, most), found)
        found = np.where(scene.marked(cue - 1, COMMA) & self._tells(found), NONE, found)
        return np.where(self._of_place(cue), NONE, found)

    def _tells(self, name: np.ndarray) -> np.ndarray:
        """Whether names are those of speakers behind their verb: fell, said X, killing Y."""
        before = np.append(self.scene.first, 0)[name] - 1
        told = self.scene.marked(before, REPORTING) & self.scene.marked(before - 1, COMMA | QUOTE)
        return told & (name != NONE)

    def _shared(self, cue: np.ndarray, able: np.ndarray, most: int) -> np.ndarray:
        """Subject of the clause before `and`: X took the base and has moved against Y."""
        scene = self.scene
        join = np.maximum(scene.previous(cue, AND), 0)
        verb = scene.marked(join + 1, VERB)
        verb |= scene.marked(join + 1, ADVERB) & ~scene.fits(join + 1, "ly$")
        shared = (scene.clause[join] == scene.clause[cue]) & verb
        shared &= scene.clause[join - 1] != scene.clause[join]
        shared &= self.before[cue] == self.before[join + 1]
        if not shared.any():
            return np.full(len(cue), NONE)
        able = able.copy()
        objects = self.object(scene.cue_last[scene.verbal] + 1)
        able[objects[objects != NONE]] = False
        every = np.ones(len(cue), dtype=bool)
        return np.where(shared, self._before(join, every, able, most), NONE)

    def _before(self, cue: np.ndarray, far: np.ndarray, able: np.ndarray, most: int) -> np.ndarray:
        """Nearest able name before each token, or the first of what is not reached over."""
        scene, found = self.scene, np.full(len(cue), NONE)
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
        return found

    def _of_place(self, cue: np.ndarray) -> np.ndarray:
        """Whether the relative pronoun before a cue stands for a place: Amerli, which was …; the
        hills in Syria, which were …
        """
        scene = self.scene
        pronoun = scene.previous(cue, RELATIVE | THAT)
        near = (pronoun != NONE) & (cue - pronoun <= _PRONOUN_WITHIN)
        near &= scene.sentence[pronoun] == scene.sentence[cue]
        before = pronoun - 1 - scene.marked(pronoun - 1, COMMA)
        name = self.ending(before)
        placed = scene.is_word(pronoun, "which") & np.append(self.actors.placed, False)[name]
        return near & (name != NONE) & (placed | ~np.append(self.actors.acts, False)[name])

    def fronted(self, cue: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Name that is the subject of the sentence behind a phrase that opens it with a cue and its
        object, -1 for none: To defeat X, Y left; in support of X, Y struck. Neither in titles, that
        have no verb, nor in a list of places: Attacks on X bases in Y, Z and W.
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
        fits &= ~self.actors.chained[candidate] & self._acts_behind(scene.last[candidate])
        return np.where(fits, candidate, NONE)

    def _acts_behind(self, token: np.ndarray) -> np.ndarray:
        """Whether a verb stands behind tokens in their sentence."""
        scene = self.scene
        verb = (scene.bits & (VERB | AUXILIARY)) > 0
        verb[scene.cue_first[scene.verbal]] = True
        at = np.append(np.flatnonzero(verb), len(verb) - 1)
        then = at[np.searchsorted(at[:-1], token, side="right")]
        return verb[then] & (then > token) & (scene.sentence[then] == scene.sentence[token])

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


def _verbs(scene: Scene) -> np.ndarray:
    """Verbs; behind an article they are nouns (in the fight against)."""
    verb = (scene.bits & VERB) > 0
    verb[1:] &= (scene.bits[:-1] & DETERMINER) == 0
    return verb


def _at(places: np.ndarray, token: np.ndarray) -> np.ndarray:
    if not len(places):
        return np.full(len(token), NONE)
    at = np.minimum(np.searchsorted(places, token), len(places) - 1)
    return np.where(places[at] == token, at, NONE)
