"""The sides of verbs: who attacks whom, in the active and the passive, and with what."""

import numpy as np
import polars as pl

from flows.extract.arrays import running
from flows.extract.words import (
    ADVERB,
    AND,
    AUXILIARY,
    BY,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    LOWER,
    PLACE_NOUN,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
)
from flows.pair.cueing import BLOW, CONDEMNING, Cueing
from flows.pair.scene import NONE, Scene

_BY_WITHIN = 6
#: How far behind a passive `in an attack by` may stand, and `in an ISIS attack`.
_NOUN_BY_WITHIN, _IN_WITHIN = 10, 4
_BLOW_WITHIN, _BLOW_BEHIND = 5, 4
_THROUGH_WITHIN = 12
_AWAY_WITHIN = 3
#: How far before a bare participle its noun may stand, and the name a noun belongs to before it
#: (ISIS fighters firing).
_REDUCED, _OWN_NOUN = 6, 2
#: How far behind a relative pronoun its verb may stand.
_PRONOUN_WITHIN = 4
_NO_NOUN = (
    AUXILIARY | ADVERB | PREPOSITION | VERB | AND | COMMA | PRONOUN | RELATIVE | CONJUNCTION
    | SUBORDINATOR
)  # fmt: skip
#: What is captured without a fight, though it is of someone: images, a market, the imagination.
_TAKEN_IN = (
    r"^(?:images?|photos?|photographs?|pictures?|footage|videos?|film|sounds?|audio|data|attention|"
    r"moments?|imagination|mood|titles?|gold|medals?|crown|seats?|votes?|share|carbon|samples?)$"
)
_TAKEN_WITHIN = 3
_VICTIMS = ("organization", "group", "person")
_CLEAR = r"^(?:clear|rid)"
_CEASING = r"^(?:stop(?:s|ped|ping)?|halt(?:s|ed|ing)?|cease[sd]?|ceasing|quit|suspend(?:s|ed)?)$"
_KEEPING = r"^(?:protect|defend|guard|sav|rescu|shield)"
_HELD = ("held", "captured", "besieged", "occupied", "controlled", "kidnapped", "abducted")
_TAKE = r"^(?:takes?|took|taken|taking)$"
_AWAY = ("out", "away", "from", "off", "back")
_AT = ("at", "on", "into", "towards", "toward", "against")
_WEAPON = (
    r"^(?:missiles?|rockets?|shells?|mortars?|grenades?|bullets?|rounds?|shots|gas|artillery|"
    r"torpedo(?:es)?|bombs?|drones?|projectiles?|tanks?|munitions|explosives)$"
)


def verb_sides(cueing: Cueing) -> pl.DataFrame:
    """Active and passive verbs: attacked Y, was attacked by X, was killed in an X attack, drove Y
    out. Columns as of `Cueing.relate`.
    """
    scene, arguments = cueing.scene, cueing.arguments
    rows = cueing.rows("verb", "take", "away")
    rows = rows[~cueing.glued[rows] & ~cueing.noun[rows]]
    first, last = cueing.span(rows)
    by = scene.next(last + 1, BY | COMMA)
    close = scene.fits(by - 1, BLOW) & (by - last <= _NOUN_BY_WITHIN) | (by - last <= _BY_WITHIN)
    has_agent = scene.marked(by, BY) & close
    being = scene.being(first)
    passive = (being | (by == last + 1) & has_agent) & ~scene.fits(first, "ing$")
    subject = _doer(cueing, first, passive & ~being)
    between = arguments.verbs[first] - arguments.verbs[arguments.behind_name(subject)]
    away = first - arguments.behind_name(subject)
    loose = passive & ~being & ((between > 0) | (away > _REDUCED))
    loose |= _belongs_to_noun(scene, first) & (away > _OWN_NOUN)
    loose |= _of_others(cueing, first, subject)
    subject = np.where(loose, NONE, subject)
    agent = arguments.object(np.where(has_agent, by + 1, len(scene.bits)))
    agent = np.where((agent == NONE) & scene.hostile[rows], _striker(cueing, last), agent)
    target = arguments.object(last + 1)
    fights = ~scene.hostile[rows] & _fought(scene, last + 1, target)
    target = np.where(fights | _place_taken(cueing, rows, target), NONE, target)
    dependent = scene.is_word(first - 1, "to") | scene.fits(first, "ing$")
    leads = dependent & ~passive & (subject == NONE)
    source = np.where(leads, arguments.fronted(first, target), subject)
    given = scene.is_word(last + 1, "to") & ~scene.hostile[rows]
    patient = np.where(given, arguments.object(last + 2), subject)
    source = np.where(_only_says(cueing, rows, source), NONE, source)
    source, target = np.where(passive, agent, source), np.where(passive, patient, target)
    meant = ~cueing.framed("away")[rows] | _moved(cueing, last, target, passive)
    # Stopped arming Y.
    meant &= scene.hostile[rows] | ~scene.fits(first - 1, _CEASING)
    return cueing.relate(rows[meant], source[meant], target[meant])


def through_sides(cueing: Cueing) -> pl.DataFrame:
    """Retook the town from Y, was retaken by X from Y; fired rockets at Y."""
    scene, arguments = cueing.scene, cueing.arguments
    rows = cueing.rows("from", "take", "at")
    rows = rows[~cueing.noun[rows]]
    first, last = cueing.span(rows)
    at = cueing.framed("at")[rows]
    behind = last + 1
    to = np.where(at, _next_at(scene, behind), scene.next_word(behind, "from"))
    # Cleared the town of Y.
    rid = scene.fits(first, _CLEAR)
    to = np.where(rid, np.minimum(to, scene.next_word(behind, "of")), to)
    near = (to - last <= _THROUGH_WITHIN) & (to < scene.next(behind, COMMA))
    # The town, south of the river, from Y.
    aside = scene.marked(to - 1, COMMA) & (to - last <= _THROUGH_WITHIN)
    near = (near | aside) & (~at | _armed(scene, first, to))
    target = arguments.object(np.where(near, to + 1, len(scene.bits)))
    able = np.append(scene.rows["kind"].is_in(_VICTIMS).to_numpy(), False)
    target = np.where(able[target] | at, target, NONE)
    held = arguments.object(behind)
    target = np.where((target == NONE) & ~at & _held(cueing, first, held), held, target)
    # Freed hostages, or a town, held by Z.
    by = scene.next(behind, BY | COMMA)
    held_by = scene.is_word(by - 1, *_HELD) & scene.marked(by, BY) & (by - last <= _THROUGH_WITHIN)
    holder = arguments.object(np.where(held_by, by + 1, len(scene.bits)))
    target = np.where((target == NONE) & ~at, holder, target)
    target = np.where(_only_takes(cueing, rows, to), NONE, target)
    passive = scene.being(first) | scene.marked(behind, BY)
    has_agent = scene.marked(by, BY) & (by - last <= _BY_WITHIN)
    agent = arguments.object(np.where(has_agent, by + 1, len(scene.bits)))
    source = np.where(passive, agent, arguments.subject(first))
    return cueing.relate(rows, source, target)


def blow_sides(cueing: Cueing) -> pl.DataFrame:
    """Nouns with both their sides behind them: attacks by X on Y, a raid carried out by X on Y."""
    scene, arguments = cueing.scene, cueing.arguments
    rows = cueing.rows("verb", "context")
    rows = rows[scene.hostile[rows] & scene.fits(scene.cue_last[rows], BLOW)]
    _, last = cueing.span(rows)
    by = scene.next(last + 1, BY | COMMA)
    near = scene.marked(by, BY) & (by - last <= _IN_WITHIN)
    agent = arguments.object(np.where(near, by + 1, len(scene.bits)))
    behind = arguments.behind_name(agent)
    on = np.minimum(scene.next_word(behind, "on"), scene.next_word(behind, "against"))
    close = (on - behind <= _BLOW_WITHIN) & (on < scene.next(behind, COMMA | VERB))
    target = arguments.object(np.where((agent != NONE) & close, on + 1, len(scene.bits)))
    return cueing.relate(rows, agent, target)


def _only_takes(cueing: Cueing, rows: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Whether nothing but a place's name between them makes fighting of took … from: took Hit from
    Y, but took the lead from Y.
    """
    scene, arguments = cueing.scene, cueing.arguments
    first, last = cueing.span(rows)
    name = arguments.beginning(last + 1)
    place = np.append((scene.rows["kind"] == "place").to_numpy(), False)[name]
    behind = arguments.behind_name(name)
    town = place & (behind + scene.is_word(behind, "back") == away)
    return scene.fits(first, _TAKE) & (first == last) & ~town


def _place_taken(cueing: Cueing, rows: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Whether what is captured is no one: a place, a Christian town, what is taken from someone."""
    scene, last = cueing.scene, cueing.scene.cue_last[rows]
    of_name = scene.rows["kind"].is_in(_VICTIMS).to_numpy()
    able = np.append(of_name & ~scene.marked(scene.last + 1, PLACE_NOUN), False)
    away = scene.next_word(last + 1, "from")
    near = (away - last <= _THROUGH_WITHIN) & (away < scene.next(last + 1, COMMA))
    holder = cueing.arguments.object(np.where(near, away + 1, len(scene.bits)))
    taken = np.append(of_name, False)[holder] & (holder != target)
    before = np.append(scene.first, 0)[target]
    for step in range(1, _TAKEN_WITHIN + 1):
        taken |= scene.fits(last + step, _TAKEN_IN) & (last + step < before)
    return cueing.framed("take")[rows] & (taken | ~able[target])


def _only_says(cueing: Cueing, rows: np.ndarray, subject: np.ndarray) -> np.ndarray:
    """Whether subjects only say what they think of something that did it: condemned an attack that
    killed Y.
    """
    scene = cueing.scene
    first, behind = scene.cue_first[rows], cueing.arguments.behind_name(subject)
    within = scene.previous(first, THAT | RELATIVE) >= behind
    return within & (subject != NONE) & scene.holds(behind, first, CONDEMNING)


def _fought(scene: Scene, start: np.ndarray, name: np.ndarray) -> np.ndarray:
    """Whether names are those of whom it is someone else's fight: to help fight Y, backs forces
    countering Y.
    """
    fights = running(np.isin(np.arange(len(scene.bits)), scene.cue_first[scene.hostile]))
    return (name != NONE) & (fights[np.append(scene.first, 0)[name]] > fights[start])


def _belongs_to_noun(scene: Scene, first: np.ndarray) -> np.ndarray:
    """Participles right behind a common noun (fighters firing on …), which is their subject; but
    what strikes do (strikes killing …) does who strikes.
    """
    noun = scene.marked(first - 1, LOWER) & ~scene.marked(first - 1, _NO_NOUN)
    return scene.fits(first, "ing$") & noun & ~scene.fits(first - 1, BLOW)


def _of_others(cueing: Cueing, first: np.ndarray, subject: np.ndarray) -> np.ndarray:
    """Whether the subject of a relative clause is a common noun behind another clause's verb or a
    preposition: X backs rebels who attacked Y, X's support for rebels who did. X's attack which
    killed Y is the deed of X.
    """
    scene = cueing.scene
    said = (scene.bits & (VERB | PREPOSITION)) > 0
    said[scene.cue_first] = True
    said = running(said)
    pronoun = np.maximum(scene.previous(first, RELATIVE | THAT), 0)
    near = (first - pronoun <= _PRONOUN_WITHIN) & (scene.sentence[pronoun] == scene.sentence[first])
    near &= scene.marked(pronoun - 1, LOWER) & ~scene.marked(pronoun - 1, _NO_NOUN)
    behind = cueing.arguments.behind_name(subject)
    other = said[pronoun] > said[np.minimum(behind, pronoun)]
    other &= ~scene.holds(behind, pronoun, BLOW)
    return near & (pronoun - behind >= _OWN_NOUN) & other


def _doer(cueing: Cueing, first: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Subjects of verbs; behind `to`, names that `of` leads in only if there is no other, and
    behind `in order to` only those with no other before them: X attacked Y in order to support Z.
    """
    scene, arguments = cueing.scene, cueing.arguments
    taken = arguments.actors.placed | helpers(cueing)
    far = scene.marked(first - 1, COMMA | AND) & ~near
    plain = arguments.subject(first, far=far, taken=taken)
    free = arguments.subject(first, far=far, taken=taken | arguments.actors.possessed)
    found = np.where(scene.is_word(first - 1, "to") & (free != NONE), free, plain)
    aim = np.flatnonzero(scene.is_word(first - 1, "to") & scene.is_word(first - 2, "order"))
    opening = arguments.subject(first[aim], far=np.ones(len(aim), dtype=bool), taken=taken)
    found[aim] = np.where(found[aim] == opening, opening, NONE)
    return found


def helpers(cueing: Cueing) -> np.ndarray:
    """Names that only support who acts: X, backed by Y, attacked."""
    scene = cueing.scene
    rows = np.flatnonzero(cueing.framed("verb") & ~scene.hostile)
    by = scene.cue_last[rows] + 1
    names = cueing.arguments.object(np.where(scene.marked(by, BY), by + 1, len(scene.bits)))
    helps = np.zeros(len(scene.first), dtype=bool)
    helps[names[names != NONE]] = True
    return helps


def _striker(cueing: Cueing, last: np.ndarray) -> np.ndarray:
    """Names of those in whose attack someone was killed: killed in an ISIS attack."""
    scene = cueing.scene
    nowhere = len(scene.bits)
    start = np.full(len(last), nowhere)
    for step in range(_IN_WITHIN, 0, -1):
        at = scene.is_word(last + step, "in", "during", "following", "after", "when")
        start = np.where(at, last + step + 1, start)
    name = cueing.arguments.object(start, _BLOW_WITHIN)
    behind = cueing.arguments.behind_name(name)
    blow = np.zeros(len(last), dtype=bool)
    crossed = np.zeros(len(last), dtype=bool)
    for step in range(_BLOW_BEHIND):
        blow |= ~crossed & scene.fits(behind + step, BLOW)
        crossed |= ~scene.marked(behind + step, LOWER) & ~scene.is_word(behind + step, "'s", "’s")
        crossed |= scene.marked(behind + step, PREPOSITION | AND)
    return np.where(blow, name, NONE)


def _moved(cueing: Cueing, last: np.ndarray, target: np.ndarray, passive: np.ndarray) -> np.ndarray:
    """Whether someone is driven out: drove out Y, drove Y fighters from; was driven from."""
    scene = cueing.scene
    # But a match is kicked off.
    off = scene.fits(last, "^kick") & scene.is_word(last + 1, "off")
    moved = scene.is_word(last + 1, *_AWAY) & ~off
    behind = cueing.arguments.behind_name(target)
    for step in range(_AWAY_WITHIN):
        moved |= scene.is_word(behind + step, *_AWAY) & ~passive & (target != NONE)
    return moved


def _next_at(scene: Scene, start: np.ndarray) -> np.ndarray:
    """First `at`, `on`, `into` at or behind each token."""
    return np.minimum.reduce([scene.next_word(start, word) for word in _AT])


def _armed(scene: Scene, first: np.ndarray, to: np.ndarray) -> np.ndarray:
    """Whether a weapon is the last word before `at` or stands before a bare participle."""
    return scene.fits(to - 1, _WEAPON) | scene.fits(first - 1, _WEAPON)


def _held(cueing: Cueing, first: np.ndarray, name: np.ndarray) -> np.ndarray:
    """Names of those who hold what is taken (the ISIS stronghold, a Houthi-held town, the
    headquarters of the army), or whom it is cleared of (cleared ISIS from).
    """
    scene = cueing.scene
    behind = cueing.arguments.behind_name(name)
    behind = behind + scene.inner[np.minimum(behind, len(scene.bits) - 1)]
    holds = (
        r"^(?:strongholds?|bastions?|held|controlled|occupied|positions?|bases?|camps?|barracks|"
        r"headquarters|garrisons?|outposts?)$"
    )
    of = np.append(scene.first, 0)[name] - 1
    of = of - scene.marked(of, DETERMINER)
    theirs = scene.fits(behind, holds) | (scene.is_word(of, "of") & scene.fits(of - 1, holds))
    cleared = scene.fits(first, _CLEAR) & scene.is_word(behind, "from", "out")
    # Whose bases are protected is no enemy, nor is who is held by another.
    kept = scene.fits(first, _KEEPING) | scene.marked(behind + 1, BY)
    return (name != NONE) & ~kept & (theirs | cleared)
