"""Datelines: where a report was written, in capitals before a dash at its beginning.

`AMHERST - Police …`, `KANSAS CITY, Mo. (AP) — …`, `MOSUL/ERBIL, Iraq — …`. The name is a place if
the gazetteer knows it, if a comma and a place that the lexicon knows stand behind it, or if it is a
long word that nothing knows (`BYESVILLE -- …`); others head lines as well (`UPDATE - …`, `OAU -
…`).
"""

import numpy as np

from flows.extract.arrays import among, ranges
from flows.extract.capitals import Words
from flows.extract.setting import SHOUTED
from flows.tag.labels import KINDS, Names, Tagged, by_place, keep
from flows.tag.resources import Resources

_DASHES = ("-", "--", "–", "—")
_MOST_TOKENS, _MOST_WORDS = 16, 4
_FEWEST_LETTERS = 3
_LONG = 6
_CONFIDENCE = 0.9
_PLACE = KINDS.index("place")


def with_datelines(words: Words, tagged: Tagged, resources: Resources) -> Tagged:
    """The tagger's names, with those of datelines instead of what overlaps them."""
    first, last = _heads(words)
    known = _said_where(words, last) | resources.are_loud_places(words, first, last)
    known |= _unheard(words, first, last, resources)
    first, last = first[known], last[known]
    if not len(first):
        return tagged
    names = tagged.names
    length = names.last - names.first + 1
    inside = among(ranges(names.first, length), ranges(first, last - first + 1))
    name = np.repeat(np.arange(len(length)), length)
    apart = np.bincount(name[inside], minlength=len(length)) == 0
    places = Names(first, last, np.full(len(first), _PLACE))
    return by_place(keep(tagged, apart), Tagged(places, np.full(len(first), _CONFIDENCE)))


def _heads(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """First and last tokens of what stands in capitals at the beginning of datelines."""
    read, end = words.read, len(words.match) - 1
    start = read.sentences["first_token"].to_numpy().astype(np.int64)
    loud = words.flag(start, "is_upper") & (words.setting.loud != SHOUTED)
    start = start[loud & (read.of(start, "n_chars") >= _FEWEST_LETTERS)]
    dash = _first_dash(words, start)
    start, dash = start[dash > 0], dash[dash > 0]
    behind = np.minimum(dash + 1, end)
    told = words.together(start, behind) & ~words.flag(behind, "is_lower") & (behind > dash)
    start, dash = start[told], dash[told]
    last = start.copy()
    for _ in range(_MOST_WORDS - 1):
        following = last + 1
        more = words.flag(following, "is_upper") | words.setting.inner[following]
        last = np.where(more & (following < dash), following, last)
    return start, last


def _first_dash(words: Words, start: np.ndarray) -> np.ndarray:
    """The first dash that stands between blanks within reach in the sentence, with no word in lower
    case before it; else 0.
    """
    end = len(words.match) - 1
    found, open_ = np.zeros(len(start), dtype=np.int64), np.ones(len(start), dtype=bool)
    for step in range(1, _MOST_TOKENS + 1):
        at = np.minimum(start + step, end)
        dash = words.among(at, _DASHES) & ~words.setting.inner[at] & words.together(start, at)
        found = np.where(open_ & dash, at, found)
        open_ &= ~dash & ~words.flag(at, "is_lower")
    return found


def _unheard(words: Words, first: np.ndarray, last: np.ndarray, resources: Resources) -> np.ndarray:
    """Whether names are one long word that nothing knows: neither acronym nor ordinary word."""
    read = words.read
    alone = (first == last) & (read.of(first, "n_chars") >= _LONG) & (words.match[first] < 0)
    common = words.flag(first, "is_common")
    ordinary = resources.is_ordinary(read.types["folded"].gather(read.type_of[first]))
    return alone & ~common & ~ordinary


def _said_where(words: Words, last: np.ndarray) -> np.ndarray:
    """Whether a comma and a place of the lexicon stand behind names."""
    end = len(words.match) - 1
    behind, later = np.minimum(last + 1, end), np.minimum(last + 2, end)
    match = words.match[later]
    return words.among(behind, (",",)) & (match >= 0) & words.places[match]
