"""Roads by their number: Highway 19, State Route 1, County Road 42, I-75, US-24, I-35W.

Heads of roads are ordinary words, so their capital makes no name; the number behind them does. What
was found to be part of a name with the head stays part of it: Douglas County Road 4.
"""

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, running
from flows.extract.capitals import Words
from flows.extract.rows import Judged, rows_of, unmatched
from flows.extract.tokens import NOTHING

_JUDGED = Judged("place", "facility", 0.85)
_HEADS = ("highway", "hwy", "hwy.", "route", "interstate", "motorway", "autobahn", "freeway")
_ROAD = ("road",)
#: Before these, Road is a head as well.
_KINDS = ("county", "state", "rural", "provincial", "forest", "ranch", "market", "national")
#: Whose roads have a hyphen: I-75.
_SYSTEMS = ("i", "us", "u.s.")
_NUMBER = r"^\d{1,4}$"


def with_roads(words: Words, found: pl.DataFrame) -> pl.DataFrame:
    """Found names (as from `find_names`), with the roads instead of the names that they take in,
    the country of a US-24 among them. Names that go on behind the number stay, and so does what
    else the lexicon knows.
    """
    first, last, system = _roads(words)
    if not len(first):
        return found
    begin, end = found["first"].to_numpy(), found["last"].to_numpy()
    known = running(found["alias"].is_not_null().to_numpy())
    low, high = np.searchsorted(end, first), np.searchsorted(begin, last, side="right")
    touched = high > low
    longer = touched & (np.append(end, 0)[high - 1] > last)
    kept = ~longer & (system | (known[high] == known[low]))
    start = np.where(touched, np.minimum(np.append(begin, 0)[low], first), first)
    whole = words.count(start, first, ~words.read.column("is_capital")) == 0
    first = np.where(whole, start, first)
    taken = np.zeros(found.height, dtype=bool)
    taken[ranges(low[kept], (high - low)[kept])] = True
    roads = rows_of(words, unmatched(first[kept], last[kept]), _JUDGED, found.schema)
    return pl.concat([found.filter(pl.Series(~taken)), roads]).sort("first")


def _roads(words: Words) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First and last tokens of roads from the head, or the word of its kind, to the number, and
    whether they are of a system (I-75).
    """
    read = words.read
    capital = read.column("is_capital")
    heads = np.flatnonzero((read.types_among((*_HEADS, *_ROAD)) & capital)[read.type_of])
    before = np.maximum(heads - 1, 0)
    of_kind = words.among(before, _KINDS) & words.flag(before, "is_capital")
    of_kind &= words.together(before, heads) & (heads > 0)
    led = of_kind | ~words.among(heads, _ROAD)
    hyphens = np.flatnonzero(words.setting.inner)
    of_system = words.among(np.maximum(hyphens - 1, 0), _SYSTEMS)
    systems = hyphens[of_system & words.flag(np.maximum(hyphens - 1, 0), "is_capital")]
    first = np.append(np.where(of_kind, before, heads)[led], systems - 1)
    last = np.append(heads[led], systems) + 1
    system = np.arange(len(first)) >= led.sum()
    end = np.minimum(last, len(words.match) - 1)
    numbered = words.together(first, end) & (end == last) & _numbers(words, end)
    behind = np.minimum(end + 1, len(words.match) - 1)
    glued = (read.tokens["space"].to_numpy()[end] == NOTHING) & words.flag(behind, "is_capital")
    last = last + (glued & (read.of(behind, "n_chars") == 1))
    order = np.argsort(first[numbered], kind="stable")
    return first[numbered][order], last[numbered][order], system[numbered][order]


def _numbers(words: Words, at: np.ndarray) -> np.ndarray:
    """Whether tokens are the numbers of roads."""
    word = words.read.types["word"].gather(words.read.type_of[at])
    return word.str.contains(_NUMBER).to_numpy()
