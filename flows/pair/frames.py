"""Frames: where the two sides of each cue stand."""

import numpy as np
import polars as pl

from flows.extract.words import (
    ADVERB,
    AND,
    BE,
    BY,
    COMMA,
    DETERMINER,
    LOWER,
    PREPOSITION,
    RELATIVE,
    VERB,
)
from flows.pair.barriers import NUMBER
from flows.pair.cueing import CONDEMNING, Cueing
from flows.pair.inference import inferred
from flows.pair.kin import kin_sides
from flows.pair.scene import NONE, Scene
from flows.pair.verbs import blow_sides, helpers, through_sides, verb_sides

_AGENT_WITHIN = 6
_WITH_WITHIN = 4
_BESIDE = 3
#: How far before a noun (strikes against) its subject may stand.
_REACH = 40
_WITH = ("alongside", "along", "together")
_BATTLE = (
    r"^(?:clash(?:es)?|fighting|battles?|hostilities|firefights?|gunfights?|gunbattles?|combat|"
    r"skirmish(?:es)?|violence|war)$"
)
_BATTLE_WITHIN = 8
#: How far before `attack on` a name may stand whose attack it is (Turkey's first air and ground).
_OWN_DEED = 5
_DEED = (
    r"^(?:launch|carr(?:y|ie)|conduct|mount|stag|begin|began|start|continu|resum|order|plan|step|"
    r"intensif|wag|commit|perpetrat|responsib|fir(?:e|ed|ing)$|accus|blam|declar|threat|unleash|"
    r"open|direct|orchestrat|lead|led$|involv|prepar)"
)
#: What else is done by whom `by` names (an attack claimed by).
_BACKED = (
    r"^(?:claimed|backed|supported|staged|organi[sz]ed|executed|made|done|waged|won|lost|given|sent|"
    r"provided|offered|supplied|delivered)$"
)
#: What is done to goods by those who do not send them (seized weapons to).
_STOPPING = (
    r"^(?:block|derail|suspend|halt|stop|cut|imped|hamper|hinder|seiz|intercept|target|"
    r"ban(?:s|ned|ning)?$|freez|froze|cancel|end(?:s|ed|ing)?$|with(?:hold|held)|"
    r"oppos|reject|condemn|denounc|prevent|curb|suspect|bomb|"
    r"struck$|str(?:ike|ikes|iking)$|hit$|destroy|confiscat|restrict|limit|paus|terminat|refus|"
    r"prohibit|forbid|embargo|accus|blam|critici[sz]|sanction|demand|fear|undermin|erod|weaken)"
)
_LEANING = "^(?:loyal|affiliated|allied|aligned|hostile)$"
#: What is done against whom `anti-` names (anti-ISIS operations).
_EFFORT = r"^(?:operations?|offensives?|campaigns?|strikes?|airstrikes?|raids?|missions?|fight)$"


def sides(scene: Scene) -> pl.DataFrame:
    """The sides of a scene's cues.

    Columns cue, source, target (Int64, cues and names of the scene) and mutual (Boolean).
    """
    cueing = Cueing.of(scene)
    frames = (
        _compounds, _prefixes, verb_sides, blow_sides, _toward, _mutual, through_sides, _between,
        _joint, kin_sides,
    )  # fmt: skip
    said = pl.concat([frame(cueing) for frame in frames])
    return inferred(scene, said, _avengers(cueing)).unique()


def _compounds(cueing: Cueing) -> pl.DataFrame:
    """Iran-backed militias. What a phrase takes for granted no negation denies."""
    scene, arguments = cueing.scene, cueing.arguments
    rows = np.flatnonzero(cueing.framed("verb", "compound") & cueing.glued)
    first, last = cueing.span(rows)
    source = arguments.ending(first - 2)
    target = _beside(cueing, last + 1)
    target = np.where(scene.next_word(last + 1, "of") - last <= _BESIDE, NONE, target)
    return cueing.relate(rows, source, target, lists=False)


def _prefixes(cueing: Cueing) -> pl.DataFrame:
    """Anti-government rebels: the second is for or against the first; anti-ISIS operations: who
    carries them out is.
    """
    scene, arguments = cueing.scene, cueing.arguments
    rows = np.flatnonzero(cueing.framed("prefix"))
    first, hyphen = scene.cue_first[rows], scene.cue_last[rows] + 1
    target = np.where(scene.inner[hyphen], arguments.beginning(hyphen + 1), NONE)
    behind = arguments.behind_name(target)
    source = _beside(cueing, behind)
    carried = scene.hostile[rows] & scene.fits(behind, _EFFORT) & ~scene.denied[rows]
    near = np.zeros(len(rows), dtype=bool)
    source = np.where(carried, arguments.subject(first, far=near), source)
    return cueing.relate(rows, source, target, lists=False)


def _beside(cueing: Cueing, start: np.ndarray) -> np.ndarray:
    """Names a few words behind tokens, with no verb or `and` between; -1 for none."""
    scene = cueing.scene
    name = cueing.arguments.object(start, _BESIDE)
    first = np.append(scene.first, 0)[name]
    # Pro-US activists occupy Taiwan: of two words, one is the verb.
    place = np.append((scene.rows["kind"] == "place").to_numpy(), False)[name]
    apart = place & (first - start > 1)
    return np.where(apart | (scene.next(start, AND | VERB) < first), NONE, name)


def _toward(cueing: Cueing) -> pl.DataFrame:
    """Nouns and prepositions with a direction: attack on Y by X, X's strikes against Y."""
    arguments, scene = cueing.arguments, cueing.scene
    rows = cueing.rows("toward")
    first, last = cueing.span(rows)
    target = arguments.object(last + 1)
    behind = arguments.behind_name(target)
    by = scene.next(behind, BY)
    # The attack on Y was condemned by X.
    near = (by - behind < _AGENT_WITHIN) & _of_doing(scene, by - 1)
    # In support of girls kidnapped from Y by X.
    near &= arguments.verbs[behind] == arguments.verbs[np.minimum(last + 1, behind)]
    agent = arguments.object(np.where(near, by + 1, len(scene.bits)))
    # Whom one supports may well be the one who fights, but not the one who supports.
    subject = np.where(
        scene.hostile[rows],
        arguments.subject(first, taken=_objects(cueing, scene.hostile), most=_REACH),
        arguments.subject(first, taken=_objects(cueing, ~scene.denied), most=_REACH),
    )
    own = _owner(cueing, first)
    noun = scene.hostile[rows] & ~scene.needy[rows]
    subject = np.where(noun & (own != NONE), own, subject)
    # Called for aid to Y to be halted.
    halted = scene.is_word(behind, "to") & scene.is_word(behind + 1, "be")
    halted &= ~scene.hostile[rows] & scene.fits(behind + 2, _STOPPING)
    subject = np.where(_done(cueing, rows, subject) & ~halted, subject, NONE)
    subject = np.where(subject == NONE, arguments.fronted(first, target), subject)
    source = np.where((agent != NONE) & (target != NONE), agent, subject)
    return cueing.relate(rows, source, target)


def _of_doing(scene: Scene, token: np.ndarray) -> np.ndarray:
    """Whether what stands before `by` leaves the deed to whom that names: no verb, or of doing."""
    verb = np.where(scene.is_word(token, "out"), token - 1, token)
    return ~scene.marked(verb, VERB) | scene.fits(verb, _DEED) | scene.fits(verb, _BACKED)


def _owner(cueing: Cueing, first: np.ndarray) -> np.ndarray:
    """Actors right before nouns, wherever they stand: in a Turkish strike, after Iran's raid."""
    scene, arguments = cueing.scene, cueing.arguments
    adjective = scene.marked(first - 1, LOWER) & ~scene.marked(first - 1, VERB | PREPOSITION | AND)
    owned = scene.is_word(first - 1, "'s", "’s")
    owner = arguments.ending(np.where(adjective | owned, first - 2, first - 1))
    return np.where(np.append(arguments.actors.acts, False)[owner], owner, NONE)


def _done(cueing: Cueing, rows: np.ndarray, subject: np.ndarray) -> np.ndarray:
    """Whether subjects do what a noun says: X's attack on, X launched an attack on; but X was
    shocked by the attack on, condemned the aggression against, or seized arms to.
    """
    scene = cueing.scene
    first, behind = scene.cue_first[rows], cueing.arguments.behind_name(subject)
    # Condemned the attack: between an attack and whose it is stands no article.
    article = scene.next(behind, DETERMINER) < first
    done = (first - behind <= _OWN_DEED) & ~article | scene.holds(behind, first, _DEED)
    goods = ~scene.hostile[rows] & scene.is_word(scene.cue_last[rows], "to", "for")
    stopped = goods & scene.holds(behind, first, _STOPPING)
    condemned = scene.hostile[rows] & scene.holds(behind, first, CONDEMNING)
    return (done | ~scene.hostile[rows] | scene.needy[rows]) & ~stopped & ~condemned


def _objects(cueing: Cueing, cues: np.ndarray) -> np.ndarray:
    """Names in a phrase of place, or the object of a verb or of `against` among some cues."""
    against = cueing.framed("toward") & cueing.scene.hostile
    rows = np.flatnonzero((cueing.framed("verb", "take") | against) & cues & ~cueing.noun)
    objects = cueing.arguments.object(cueing.scene.cue_last[rows] + 1)
    taken = cueing.arguments.actors.placed | helpers(cueing)
    taken[objects[objects != NONE]] = True
    return taken


def _mutual(cueing: Cueing) -> pl.DataFrame:
    """Clashed with, ally of: the subject, or the name an apposition explains, and the object.

    Joint cues (clashed repeatedly with) are mutual where `with` follows.
    """
    scene, arguments = cueing.scene, cueing.arguments
    rows = cueing.rows("mutual", "joint")
    first, last = cueing.span(rows)
    joint = cueing.framed("joint")[rows]
    with_ = scene.next_word(last + 1, "with")
    meant = ~joint | (with_ - last <= _WITH_WITHIN)
    comma = scene.previous(first, COMMA)
    aside = (first - comma <= _BESIDE) & (comma != NONE)
    near = np.zeros(len(first), dtype=bool)
    # Fought Y alongside X: who fought, not Y.
    start = np.where(aside, comma, first)
    # The arrest of Y amid clashes with Z: who fights Z is whoever arrests.
    amid = scene.is_word(first - 1, "amid", "amidst")
    free = arguments.actors.placed | arguments.actors.possessed
    subject = np.where(
        scene.hostile[rows],
        arguments.subject(start, far=near),
        arguments.subject(start, far=near, taken=_objects(cueing, scene.hostile)),
    )
    subject[amid] = arguments.subject(start[amid], far=near[amid], taken=free)
    # A case against Y, an ally of Z.
    aside &= scene.marked(comma + 1, DETERMINER) | scene.fits(comma + 1, NUMBER)
    explained = arguments.ending(np.where(aside, comma - 1, NONE))
    acts = np.append(arguments.actors.acts, False)[explained]
    subject = np.where(acts, explained, subject)
    # Revoked Y's status in coordination with Z.
    owned = np.append(arguments.actors.owned, False)[subject]
    owned &= scene.marked(first, PREPOSITION) | scene.is_word(first, *_WITH)
    subject = np.where(owned, NONE, subject)
    # Troops loyal to Assad: who is loyal are the troops.
    own = ~scene.fits(first, _LEANING) | (first - arguments.behind_name(subject) <= 1)
    own |= scene.marked(first - 1, BE | ADVERB | COMMA | RELATIVE)
    meant &= own | ~scene.marked(first - 1, LOWER)
    target = arguments.object(np.where(joint, with_, last) + 1)
    return cueing.relate(rows[meant], subject[meant], target[meant], mutual=True)


def _between(cueing: Cueing) -> pl.DataFrame:
    """Clashes between X and Y; clashes broke out near the town between X and Y."""
    scene = cueing.scene
    rows = cueing.rows("between")
    first = scene.cue_first[rows]
    fought = ~scene.needy[rows]
    for step in range(1, _BATTLE_WITHIN + 1):
        at = np.maximum(first - step, 0)
        same = scene.sentence[at] == scene.sentence[first]
        fought |= same & scene.fits(at, _BATTLE)
    rows = rows[fought]
    return _listed(cueing, rows, cueing.arguments.object(scene.cue_last[rows] + 1))


def _joint(cueing: Cueing) -> pl.DataFrame:
    """X and Y are rivals; but X and Y clashed with Z, or go to war to stop Z."""
    scene = cueing.scene
    rows = cueing.rows("joint")
    behind = scene.cue_last[rows] + 1
    other = scene.is_word(behind, "with", "against") & (cueing.arguments.object(behind + 1) != NONE)
    outward = other | scene.is_word(behind, "to")
    rows = rows[~(outward & scene.hostile[rows])]
    first = scene.cue_first[rows]
    return _listed(cueing, rows, cueing.arguments.subject(first, far=np.zeros(len(first), bool)))


def _listed(cueing: Cueing, rows: np.ndarray, name: np.ndarray) -> pl.DataFrame:
    """Every two members of a list."""
    at, member = cueing.arguments.members(name)
    members = pl.DataFrame({"cue": rows[at], "source": member})
    return (
        members.join(members.rename({"source": "target"}), on="cue")
        .filter(pl.col("source") < pl.col("target"))
        .with_columns(mutual=pl.lit(value=True))
    )


def _avengers(cueing: Cueing) -> pl.DataFrame:
    """Cues of revenge and their subjects (Int64)."""
    rows = cueing.rows("revenge")
    source = cueing.arguments.subject(cueing.scene.cue_first[rows])
    return pl.DataFrame({"cue": rows, "source": source}).filter(pl.col("source") != NONE)
