"""Lists of names: only commas, `and` and their own nouns stand between their members.

An `and` stands somewhere in them (Britain, France and Jordan; US and Iraqi troops), or a hyphen
alone (the US-Iraq partnership).
"""

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
    OPEN,
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
from flows.pair.descriptors import calls_next
from flows.pair.scene import Scene

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


def chained(scene: Scene) -> np.ndarray:
    """Whether each name belongs to one list with the name before."""
    first, last = scene.first, scene.last
    found = np.zeros(len(first), dtype=bool)
    if len(first) < 2:
        return found
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
    found[1:] = (listed | hyphened | calls_next(scene)) & same
    found &= ~_opens_clause(scene, found)
    conjunctions = running((scene.bits & AND) > 0)
    joined = np.zeros(len(first), dtype=bool)
    joined[1:] = hyphened | (conjunctions[right] > conjunctions[left])
    group = np.cumsum(~found) - 1
    return found & (np.bincount(group, found & joined)[group] > 0)


def _opens_clause(scene: Scene, chained: np.ndarray) -> np.ndarray:
    """Names behind `,` or `, and` that a verb follows: a subject, not the last of a list."""
    following = scene.last + 1
    begin = scene.first - scene.marked(scene.first - 1, DETERMINER)
    comma = scene.marked(begin - 1, COMMA)
    joined = scene.marked(begin - 1, AND) & scene.marked(begin - 2, COMMA)
    in_list = np.append(False, chained[:-1])
    said = scene.marked(following, REPORTING) & comma
    return (scene.marked(following, VERB) & (comma | joined) & ~in_list) | said
