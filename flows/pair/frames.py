"""Frames: where the two sides of each cue stand."""

import numpy as np
import polars as pl

from flows.extract.words import (
    ADVERB,
    AND,
    AUXILIARY,
    BE,
    BY,
    COMMA,
    DETERMINER,
    LOWER,
    OF,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    VERB,
)
from flows.lexicon import FRAMES
from flows.pair.arguments import Arguments
from flows.pair.inference import inferred
from flows.pair.scene import NONE, Scene

_BY_WITHIN = 4
_AGENT_WITHIN = 6
_FROM_WITHIN = 10
_WITH_WITHIN = 4
_BESIDE = 3
_CONTEXT_WITHIN = 14
#: How far before a noun (strikes against) its subject may stand, and before a bare participle.
_REACH = 40
_REDUCED = 6
#: How far before a participle the name may stand that its noun belongs to (ISIS fighters firing).
_OWN_NOUN = 2
_FORCES = ("armed_group", "military")
_VICTIMS = ("organization", "group", "person")


class Frames:
    """The cues of a scene, frame by frame. Sides are names of the scene, -1 for none."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.arguments = scene, Arguments.of(scene)
        self.sentence = scene.sentence[scene.cue_first]
        self.noun = self._nouns()
        self.glued = scene.inner[scene.cue_first - 1]

    def sides(self) -> pl.DataFrame:
        """Columns cue, source, target (Int64, cues and names of the scene) and mutual (Boolean)."""
        said = pl.concat(
            [
                self._compounds(),
                self._prefixes(),
                self._verbs(),
                self._toward(),
                self._mutual(),
                self._from(),
                self._between(),
                self._joint(),
            ]
        )
        return inferred(self.scene, said, self._avengers()).unique()

    def _rows(self, *frames: str) -> np.ndarray:
        """Cues of these frames that are not denied."""
        return np.flatnonzero(self._of(*frames) & ~self.scene.denied)

    def _of(self, *frames: str) -> np.ndarray:
        return np.isin(self.scene.frame, [FRAMES.index(name) for name in frames])

    def _span(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.scene.cue_first[rows], self.scene.cue_last[rows]

    def _compounds(self) -> pl.DataFrame:
        """Iran-backed militias. What a phrase takes for granted no negation denies."""
        rows = np.flatnonzero(self._of("verb", "compound") & self.glued)
        first, last = self._span(rows)
        source = self.arguments.ending(first - 2)
        target = self.arguments.object(last + 1, _BESIDE)
        target = np.where(self.scene.next_word(last + 1, "of") - last <= _BESIDE, NONE, target)
        return self._relate(rows, source, target, lists=False)

    def _prefixes(self) -> pl.DataFrame:
        """Anti-government rebels: the second is for or against the first."""
        rows = np.flatnonzero(self._of("prefix"))
        hyphen = self.scene.cue_last[rows] + 1
        target = np.where(self.scene.inner[hyphen], self.arguments.beginning(hyphen + 1), NONE)
        source = self.arguments.object(self.arguments.behind_name(target), _BESIDE)
        return self._relate(rows, source, target, lists=False)

    def _verbs(self) -> pl.DataFrame:
        """Active and passive verbs."""
        scene, arguments = self.scene, self.arguments
        rows = self._rows("verb")
        rows = rows[~self.glued[rows] & ~self.noun[rows]]
        first, last = self._span(rows)
        by = scene.next(last + 1, BY | COMMA)
        has_agent = scene.marked(np.minimum(by, len(scene.bits) - 1), BY)
        has_agent &= by - last <= _BY_WITHIN
        being = scene.marked(first - 1, BE)
        being |= scene.marked(first - 1, ADVERB) & scene.marked(first - 2, BE)
        passive = (being | (by == last + 1) & has_agent) & ~scene.fits(first, "ing$")
        subject = self._doer(first, passive & ~being)
        between = arguments.verbs[first] - arguments.verbs[arguments.behind_name(subject)]
        away = first - arguments.behind_name(subject)
        loose = passive & ~being & ((between > 0) | (away > _REDUCED))
        loose |= self._belongs_to_noun(first) & (away > _OWN_NOUN)
        agent = arguments.object(np.where(has_agent, by + 1, len(scene.bits)))
        subject = np.where(loose, NONE, subject)
        target = arguments.object(last + 1)
        dependent = scene.is_word(first - 1, "to") | scene.fits(first, "ing$")
        leads = dependent & ~passive & (subject == NONE)
        source = np.where(leads, arguments.fronted(first, target), subject)
        return self._relate(
            rows, np.where(passive, agent, source), np.where(passive, subject, target)
        )

    def _belongs_to_noun(self, first: np.ndarray) -> np.ndarray:
        """Participles right behind a common noun (fighters firing on …), which is their subject."""
        scene = self.scene
        other = AUXILIARY | ADVERB | PREPOSITION | VERB | AND | COMMA | PRONOUN | RELATIVE
        noun = scene.marked(first - 1, LOWER) & ~scene.marked(first - 1, other)
        return scene.fits(first, "ing$") & noun

    def _doer(self, first: np.ndarray, near: np.ndarray) -> np.ndarray:
        """Subjects of verbs; behind `to`, names that `of` leads in only if there is no other."""
        arguments, actors = self.arguments, self.arguments.actors
        far = self.scene.marked(first - 1, COMMA | AND) & ~near
        plain = arguments.subject(first, far=far)
        free = arguments.subject(first, far=far, taken=actors.placed | actors.possessed)
        return np.where(self.scene.is_word(first - 1, "to") & (free != NONE), free, plain)

    def _toward(self) -> pl.DataFrame:
        """Nouns and prepositions with a direction: attack on Y by X, X's strikes against Y."""
        arguments, scene = self.arguments, self.scene
        rows = self._rows("toward")
        first, last = self._span(rows)
        target = arguments.object(last + 1)
        behind = arguments.behind_name(target)
        by = scene.next(behind, BY)
        agent = arguments.object(np.where(by - behind < _AGENT_WITHIN, by + 1, len(scene.bits)))
        # Whom one supports may well be the one who fights, but not the one who supports.
        subject = np.where(
            scene.hostile[rows],
            arguments.subject(first, taken=self._objects(scene.hostile), most=_REACH),
            arguments.subject(first, taken=self._objects(~scene.denied), most=_REACH),
        )
        subject = np.where(subject == NONE, arguments.fronted(first, target), subject)
        source = np.where((agent != NONE) & (target != NONE), agent, subject)
        return self._relate(rows, source, target)

    def _objects(self, cues: np.ndarray) -> np.ndarray:
        """Names in a phrase of place, or the object of a verb or of `against` among some cues."""
        against = self._of("toward") & self.scene.hostile
        rows = np.flatnonzero((self._of("verb") | against) & cues & ~self.noun)
        objects = self.arguments.object(self.scene.cue_last[rows] + 1)
        taken = self.arguments.actors.placed.copy()
        taken[objects[objects != NONE]] = True
        return taken

    def _mutual(self) -> pl.DataFrame:
        """Clashed with, ally of: the subject, or the name an apposition explains, and the object.

        Joint cues (clashed repeatedly with) are mutual where `with` follows.
        """
        rows = self._rows("mutual", "joint")
        first, last = self._span(rows)
        joint = self._of("joint")[rows]
        with_ = self.scene.next_word(last + 1, "with")
        meant = ~joint | (with_ - last <= _WITH_WITHIN)
        comma = self.scene.previous(first, COMMA)
        aside = (first - comma <= _BESIDE) & (comma != NONE)
        subject = self.arguments.subject(
            np.where(aside, comma, first), far=np.zeros(len(first), bool)
        )
        target = self.arguments.object(np.where(joint, with_, last) + 1)
        return self._relate(rows[meant], subject[meant], target[meant], mutual=True)

    def _from(self) -> pl.DataFrame:
        """Retook the town from Y."""
        rows = self._rows("from")
        rows = rows[~self.noun[rows] & ~self.scene.marked(self.scene.cue_first[rows] - 1, BE)]
        first, last = self._span(rows)
        from_ = self.scene.next_word(last + 1, "from")
        near = (from_ - last <= _FROM_WITHIN) & (from_ < self.scene.next(last + 1, COMMA))
        target = self.arguments.object(np.where(near, from_ + 1, len(self.scene.bits)))
        able = np.append(self.scene.rows["kind"].is_in(_VICTIMS).to_numpy(), False)
        source = self.arguments.subject(first)
        return self._relate(rows, source, np.where(able[target], target, NONE))

    def _between(self) -> pl.DataFrame:
        """Clashes between X and Y."""
        rows = self._rows("between")
        return self._listed(rows, self.arguments.object(self.scene.cue_last[rows] + 1))

    def _joint(self) -> pl.DataFrame:
        """X and Y are rivals."""
        rows = self._rows("joint")
        first = self.scene.cue_first[rows]
        return self._listed(rows, self.arguments.subject(first, far=np.zeros(len(first), bool)))

    def _listed(self, rows: np.ndarray, name: np.ndarray) -> pl.DataFrame:
        """Every two members of a list."""
        at, member = self.arguments.members(name)
        members = pl.DataFrame({"cue": rows[at], "source": member})
        return (
            members.join(members.rename({"source": "target"}), on="cue")
            .filter(pl.col("source") < pl.col("target"))
            .with_columns(mutual=pl.lit(value=True))
        )

    def _avengers(self) -> pl.DataFrame:
        """Cues of revenge and their subjects (Int64)."""
        rows = self._rows("revenge")
        source = self.arguments.subject(self.scene.cue_first[rows])
        return pl.DataFrame({"cue": rows, "source": source}).filter(pl.col("source") != NONE)

    def _relate(
        self,
        rows: np.ndarray,
        source: np.ndarray,
        target: np.ndarray,
        *,
        mutual: bool = False,
        lists: bool = True,
    ) -> pl.DataFrame:
        """Each source with each target of a cue, lists on both sides drawn out."""
        whole = (source != NONE) & (target != NONE)
        rows, source, target = rows[whole], source[whole], target[whole]
        # To support Iraq's elections is not to side with Iraq.
        owned = self.arguments.actors.owned[target] & ~self.scene.hostile[rows]
        meant = ~owned & (~self.scene.needy[rows] | self._amid_fighting(rows, target))
        rows, source, target = rows[meant], source[meant], target[meant]
        members = self.arguments.members
        own = (np.arange(len(rows)), source), (np.arange(len(rows)), target)
        sources, targets = (members(source), members(target)) if lists else own
        left = pl.DataFrame({"at": sources[0], "source": sources[1]})
        both = left.join(pl.DataFrame({"at": targets[0], "target": targets[1]}), on="at")
        return both.select(
            pl.Series(rows[both["at"].to_numpy()]).alias("cue"),
            "source",
            "target",
            mutual=pl.lit(mutual),
        )

    def _amid_fighting(self, rows: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Whether another cue in the sentence tells of fighting, or one is with or against a force.

        Before `against` it must stand near: crimes against, but a warrant against is no fight.
        """
        scene, first = self.scene, self.scene.cue_first
        telling = self._of("context", "verb", "mutual") & scene.hostile & ~scene.needy
        fought = np.isin(self.sentence[rows], self.sentence[telling])
        places = np.concatenate(([0], first[telling]))
        nearest = places[np.searchsorted(places, first[rows]) - 1]
        near = first[rows] - nearest <= _CONTEXT_WITHIN
        near &= scene.sentence[nearest] == scene.sentence[first[rows]]
        fought &= near | ~(self._of("toward") & scene.hostile)[rows]
        forces = scene.rows["subkind"].is_in(_FORCES).fill_null(value=False).to_numpy()
        return fought | forces[target]

    def _nouns(self) -> np.ndarray:
        """Single words that are nouns here (an attack, the strikes, US support).

        Inflected verbs behind an article or a preposition; base forms unless `to`, an auxiliary, an
        adverb, a pronoun, a plural noun or a list of names precedes them.
        """
        scene = self.scene
        first, before = scene.cue_first, scene.cue_first - 1
        to = scene.is_word(before, "to")
        loose = scene.marked(before, DETERMINER | PREPOSITION) & ~to
        # Accused of killing Shiites, but the killing of Shiites.
        gerund = scene.fits(first, "ing$") & ~scene.marked(before, DETERMINER)
        loose &= ~(gerund & ~scene.marked(first + 1, OF | BY))
        verbal = scene.marked(before, AUXILIARY | ADVERB | AND | PRONOUN | RELATIVE) | to
        plural = scene.fits(before, r"[^s']s$|^(?:people|men|women|police)$")
        verbal |= plural & ~scene.marked(before, DETERMINER)
        name = self.arguments.ending(before)
        verbal |= (name != NONE) & np.append(self.arguments.actors.chained, False)[name]
        inflected = scene.fits(first, r"(?:ed|ing|[^s]s)$") | scene.is_word(first, *_IRREGULAR)
        owned = scene.is_word(before, "'s", "’s")
        noun = np.where(inflected, owned | loose, ~verbal)
        return noun & (first == scene.cue_last)


_IRREGULAR = ("fought", "struck", "overthrew", "overthrown", "retook", "retaken", "slain")
