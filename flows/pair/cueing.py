"""What all frames share: a scene's cues, which of them are nouns, and how sides become rows."""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.words import (
    ADVERB,
    AND,
    AUXILIARY,
    BE,
    BUT,
    BY,
    CONJUNCTION,
    DETERMINER,
    LOWER,
    OF,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
)
from flows.lexicon import FRAMES, VERBS
from flows.pair.arguments import Arguments
from flows.pair.scene import NONE, Scene

_SIDES = {"cue": pl.Int64, "source": pl.Int64, "target": pl.Int64, "mutual": pl.Boolean}
_CONTEXT_WITHIN = 14
_FORCES = ("armed_group", "military")
#: A name before one of these is a force (Kurdish fighters).
_FORCE_NOUN = (
    r"^(?:fighters?|forces?|troops?|soldiers?|militants?|militias?|militiam[ae]n|rebels?|gunm[ae]n|"
    r"insurgents?|jihadists?|extremists?|terrorists?|army|guerrillas?|separatists?|commanders?)$"
)
#: Whose these are is who is supported.
_OWN_FORCES = (
    r"^(?:fighters?|forces?|troops?|soldiers?|militias?|army|regime|military|navy|government)$"
)
#: What is supported that does no good to whom it is done.
_DEEDS = (
    r"^(?:impeachment|removal|ouster|overthrow|resignation|arrest|extradition|prosecution|"
    r"indictment|trial|dismissal|expulsion|isolation|invasion|occupation|bombing|partition|breakup|"
    r"boycott|condemnation|disarmament|dismantling|defeat|destruction|killing|assassination|"
    r"execution|exclusion|suspension|withdrawal)$"
)
_TITLES = 3
_SPORTS = (
    r"^(?:football|baseball|basketball|tennis|golf|boxing|boxer|hockey|cricket|rugby|soccer|"
    r"volleyball|handball|judo|wrestling|chess|marathon|(?:heavy|welter|light|middle)weight|"
    r"playoffs?|quarterfinals?|semifinals?|finals|championships?|tournaments?|innings|"
    r"wickets?|overtime|medals?|olympics?|paralympics?|fifa|uefa|nba|nfl|nhl|mlb|wba|wbc|ufc)$"
)
_IRREGULAR = (
    "fought", "struck", "overthrew", "overthrown", "retook", "retaken", "slain", "drove", "driven",
    "overran", "threw", "thrown", "took", "taken",
)  # fmt: skip
_PEOPLE = (
    r"^(?:governments?|regime|people|civilians?|citizens?|nationals?|military|police|positions?|"
    r"targets?|interests|authorities|navy|leaders?|leadership|president|minister|jets?|warplanes?|"
    r"ships?|bases?|coalition|state|rule|occupation|invaders?|enem(?:y|ies)|capital|towns?|cit(?:y|"
    r"ies)|villages?|areas?|territory|security|special|air|ground|armed|naval|border|opposition|"
    r"tribes?|tribesmen|minorit(?:y|ies)|group|groups|warships?|vessels?|aircraft)$"
)
_SINGLE = (
    r"^(?:m[ae]n|wom[ae]n|boys?|girls?|teenagers?|citizens?|nationals?|students?|couple|hostages?|"
    r"journalists?|photographers?|tourists?|business(?:m[ae]n|wom[ae]n)|doctors?|brothers?|sisters?|"
    r"famil(?:y|ies)|farmers?|priests?|teachers?|lawyers?|immigrants?|refugees?|workers?|youths?)$"
)
#: Who acts against a state or beside it, not for it.
_NON_STATE = (
    r"^(?:militants?|rebels?|insurgents?|gunm[ae]n|extremists?|terrorists?|jihadists?|separatists?|"
    r"protest[eo]rs?|demonstrators?|dissidents?|oppositionists?|activists?|exiles?|mercenar(?:y|ies)|"
    r"smugglers?|pirates?|hackers?|gangs?|criminals?|traffickers?)$"
)
_COUNT = r"^(?:\d.*|one|two|three|four|five|six|seven|eight|nine|ten|dozens?|several|many|some)$"
#: Before `from` no verbs: requests help from.
_SUPPORT = ("help", "support", "aid", "backing", "assistance")
#: Nouns of attack.
BLOW = (
    r"^(?:attacks?|strikes?|airstrikes?|raids?|shelling|bombings?|bombardments?|ambush(?:es)?|"
    r"assaults?|fire|gunfire|offensives?|blasts?|rockets?|missiles?|drones?|bombs?|mortars?|"
    r"operations?|incursions?|shootings?)$"
)
#: What is said of deeds by those who do not do them (condemned the aggression against).
CONDEMNING = (
    r"^(?:condemn|deplor|denounc|decr(?:y|ied|ies)$|criticis|criticiz|regret|protest(?:s|ed|ing)?$|"
    r"oppos(?:e[ds]?|ing)$|reject|prohibit|forbid|investigat|mourn|shock|appall|outrage|alarm|worr|recall|remember|witness|"
    r"discuss|debat|review|celebrat|prais|hail|welcom|commemorat|document|cover(?:s|ed|ing)$|film|"
    r"surviv|fle(?:d|e|es|eing)$|thank)"
)
#: What stands behind a verb, but not behind a noun: attack the, attack 40.
_OPENING = r"^(?:the|an?|its|their|his|several|two|three|four|five|six|\d.*)$"
#: What captures without a fight.
_CAMERA = r"^(?:cameras?|videos?|footage|photos?|photographs?|photographers?|images?)$"


class Cueing(NamedTuple):
    """A scene and its arguments. Per cue: the number of its sentence, whether it is a noun
    (`noun`), and whether a hyphen joins it to the word before (`glued`). Sides are names of the
    scene, -1 for none.
    """

    scene: Scene
    arguments: Arguments
    sentence: np.ndarray
    noun: np.ndarray
    glued: np.ndarray

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Prepare a scene."""
        arguments, first = Arguments.of(scene), scene.cue_first
        noun = _nouns(scene, arguments)
        return cls(scene, arguments, scene.sentence[first], noun, scene.inner[first - 1])

    def rows(self, *frames: str) -> np.ndarray:
        """Cues of these frames that are not denied."""
        return np.flatnonzero(self.framed(*frames) & ~self.scene.denied)

    def framed(self, *frames: str) -> np.ndarray:
        """Whether each cue is of one of these frames."""
        return np.isin(self.scene.frame, [FRAMES.index(name) for name in frames])

    def span(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First and last tokens of cues."""
        return self.scene.cue_first[rows], self.scene.cue_last[rows]

    def relate(
        self,
        rows: np.ndarray,
        source: np.ndarray,
        target: np.ndarray,
        *,
        mutual: bool = False,
        lists: bool = True,
    ) -> pl.DataFrame:
        """Each source with each target of a cue, lists on both sides drawn out.

        Columns cue, source, target (Int64) and mutual (Boolean).
        """
        sentence = np.append(self.scene.sentence[self.scene.first], NONE)
        # Whatever a frame looks for, its sides stand in the sentence of the cue.
        whole = (sentence[source] == self.sentence[rows]) & (
            sentence[target] == self.sentence[rows]
        )
        rows, source, target = rows[whole], source[whole], target[whole]
        if not len(rows):
            return pl.DataFrame(schema=_SIDES)
        # To support Iraq's elections is not to side with Iraq, but to support its army is.
        owned = self.arguments.actors.owned[target] & ~self.scene.hostile[rows]
        owned &= ~self.scene.fits(self.scene.last[target] + 2, _OWN_FORCES)
        owned |= ~self.scene.hostile[rows] & self._of_a_deed(rows, target)
        meant = ~owned & (~self.scene.needy[rows] | self._amid_fighting(rows, source, target))
        aimed = self.framed("toward")[rows] & (self._against(rows) | ~self.scene.hostile[rows])
        # Protests against US policy, but strikes against Ukrainian infrastructure.
        aimed &= ~self.scene.fits(self.scene.cue_first[rows] - 1, BLOW)
        meant &= ~(aimed & self._of_affairs(target)) & ~self._single_people(source)
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

    def _of_a_deed(self, rows: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Names behind what is done to them or theirs: support the impeachment of X."""
        scene = self.scene
        of = scene.first[target] - 1
        of = of - scene.marked(of, DETERMINER)
        # With the title before the name: the impeachment of President X.
        for _ in range(_TITLES):
            of = of - (~scene.marked(of, OF | LOWER) & (of > self.scene.cue_last[rows]))
        behind = of > scene.cue_last[rows]
        return behind & scene.is_word(of, "of") & scene.fits(of - 1, _DEEDS)

    def _against(self, rows: np.ndarray) -> np.ndarray:
        return (self.framed("toward") & self.scene.hostile & self.scene.needy)[rows]

    def _of_affairs(self, target: np.ndarray) -> np.ndarray:
        """Countries named for what is theirs (against the US decision), not for who they are."""
        scene = self.scene
        behind = scene.last[target] + 1
        country = scene.rows["entity_id"].gather(target).str.starts_with("country:").to_numpy()
        other = PREPOSITION | AUXILIARY | AND | VERB | ADVERB | RELATIVE | THAT | CONJUNCTION
        noun = scene.marked(behind, LOWER) & ~scene.marked(behind, other | SUBORDINATOR | BUT)
        return country & noun & ~scene.fits(behind, _FORCE_NOUN) & ~scene.fits(behind, _PEOPLE)

    def _single_people(self, source: np.ndarray) -> np.ndarray:
        """Demonyms that stand for people who act for themselves (an American man, four Syrians,
        Libyan militants), and countries (three US citizens).
        """
        scene = self.scene
        first, last = scene.first[source], scene.last[source]
        subkind = scene.rows["subkind"].gather(source)
        demonym = subkind.eq_missing("nationality").to_numpy()
        several = scene.fits(last, "[^s]s$") & scene.fits(first - 1, _COUNT)
        country = subkind.eq_missing("country").to_numpy()
        # US national security officials act for the US.
        country &= ~scene.is_word(last + 1, "national")
        own = scene.fits(last + 1, _SINGLE) | scene.fits(last + 1, _NON_STATE)
        return (demonym & several) | ((demonym | country) & own)

    def _amid_fighting(
        self, rows: np.ndarray, source: np.ndarray, target: np.ndarray
    ) -> np.ndarray:
        """Whether another cue in the sentence tells of fighting, or one is with or against a force;
        neither where it tells of sports.

        Before `against` it must stand near: crimes against, but a warrant against is no fight.
        """
        scene, first = self.scene, self.scene.cue_first
        telling = self.framed("context", "mutual", *VERBS) & scene.hostile & ~scene.needy
        fought = np.isin(self.sentence[rows], self.sentence[telling])
        places = np.concatenate(([0], first[telling]))
        nearest = places[np.searchsorted(places, first[rows]) - 1]
        near = first[rows] - nearest <= _CONTEXT_WITHIN
        near &= scene.sentence[nearest] == scene.sentence[first[rows]]
        against = self._against(rows)
        fought &= near | ~against
        fought |= self._forces(target) | (against & self._forces(source))
        sports = scene.fits(np.arange(len(scene.bits)), _SPORTS)
        return fought & ~np.isin(self.sentence[rows], scene.sentence[sports])

    def _forces(self, name: np.ndarray) -> np.ndarray:
        """Whether names are those of armed groups, or of fighters (Kurdish fighters)."""
        scene = self.scene
        subkind = scene.rows["subkind"].gather(name)
        armed = subkind.is_in(_FORCES).fill_null(value=False).to_numpy()
        return armed | scene.fits(scene.last[name] + 1, _FORCE_NOUN)


def _nouns(scene: Scene, arguments: Arguments) -> np.ndarray:
    """Single words that are nouns here (an attack, the strikes, US support).

    Inflected verbs behind an article or a preposition; base forms unless `to`, an auxiliary, an
    adverb, a pronoun, a plural noun or a list of names precedes them, or an article or a number
    follows them.
    """
    first, before = scene.cue_first, scene.cue_first - 1
    to = scene.is_word(before, "to")
    loose = scene.marked(before, DETERMINER | PREPOSITION) & ~to & ~scene.is_word(before, "that")
    # Accused of killing Shiites, but the killing of Shiites.
    gerund = scene.fits(first, "ing$") & ~scene.marked(before, DETERMINER)
    loose &= ~(gerund & ~scene.marked(first + 1, OF | BY))
    verbal = scene.marked(before, AUXILIARY | ADVERB | AND | PRONOUN | RELATIVE) | to
    plural = scene.fits(before, r"[^s']s$|^(?:people|men|women|police)$")
    verbal |= plural & ~scene.marked(before, DETERMINER)
    name = arguments.ending(before)
    verbal |= (name != NONE) & np.append(arguments.actors.chained, False)[name]
    verbal |= scene.fits(first + 1, _OPENING) & ~scene.marked(before, DETERMINER)
    inflected = scene.fits(first, r"(?:ed|ing|[^s]s)$") | scene.is_word(first, *_IRREGULAR)
    owned = scene.is_word(before, "'s", "’s")
    # Found armed men.
    attached = scene.fits(first, "ed$") & scene.marked(before, VERB)
    attached &= ~scene.marked(before, AUXILIARY | BE | ADVERB) & ~scene.is_word(before, "having")
    asked = scene.is_word(first, *_SUPPORT) & scene.is_word(first + 1, "from")
    # The abduction and murder of, the alleged 1 September murders of.
    of = scene.is_word(first + 1, "of") & ~scene.fits(first, "(?:ed|ing|^rid)$")
    noun = np.where(inflected, owned | loose | attached, ~verbal) | asked | of
    # Cameras captured the wreck.
    noun |= scene.is_word(first, "captured", "captures") & scene.fits(before, _CAMERA)
    return noun & (first == scene.cue_last)
