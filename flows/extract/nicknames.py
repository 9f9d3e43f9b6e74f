"""Persons with a nickname in quotes between their names: Christopher "Dudus" Coke is one name."""

import numpy as np
import polars as pl

from flows.extract.arrays import ranges
from flows.extract.capitals import Words
from flows.extract.rows import Judged, rows_of
from flows.extract.runs import Spans
from flows.extract.tokens import NOTHING

#: Quotes that names are cut at.
_QUOTES = ('"', "'", "“", "”", "„", "«", "»")
#: In marks of quotation, not in the letters of ʿAlaʾ.
_NICKNAME = r"""\s["'‘“„«][^"'‘’“”„«»]+["'’”“»]\s"""
_MOST_WORDS = 3
_JUDGED = Judged("person", None, 0.85)


def bare(name: pl.Expr) -> pl.Expr:
    """Names (String), as they are written, without a nickname between their words."""
    return name.str.replace(_NICKNAME, " ")


def with_nicknames(words: Words, found: pl.DataFrame) -> pl.DataFrame:
    """Found names (as from `find_names`), with one person instead of the parts that a nickname cut
    a name into: a given name or a person before it, and a person or an unknown word behind it. It
    is the lexicon's person if one of the parts is.
    """
    opening, closing = _quoted(words)
    if not len(opening) or not found.height:
        return found
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    alias = found["alias"].fill_null(-1).to_numpy()
    person = (found["kind"] == "person").fill_null(value=False).to_numpy()
    person |= (alias >= 0) & words.persons[alias]
    left, right = np.searchsorted(last, opening - 1), np.searchsorted(first, closing + 1)
    ends = _at(last, left) == opening - 1
    begins = _at(first, right) == closing + 1
    given = words.flag(opening - 1, "is_given") | words.flag(opening - 1, "is_initial")
    before = ends & _at(person, left)
    behind = begins & _at(person, right)
    single = ~begins | (_at(last, right) == closing + 1)
    plain = words.flag(closing + 1, "is_common") | (words.kind_last(closing + 1) >= 0)
    whole = (before & (behind | given & single & ~plain)) | (given & behind)
    # One nickname each: Mary "Tex" Ali "Wee" Hassan would be two that share Ali.
    whole[1:] &= ~(whole[:-1] & (_at(last, right)[:-1] >= opening[1:] - 1))
    rows = np.flatnonzero(whole)
    start = np.where(before, _at(first, left), opening - 1)[rows]
    stop = np.where(begins, _at(last, right), closing + 1)[rows]
    taken = np.searchsorted(last, start), np.searchsorted(first, stop, side="right")
    gone = np.zeros(found.height, dtype=bool)
    gone[ranges(taken[0], taken[1] - taken[0])] = True
    known = np.maximum(
        np.where(before, _at(alias, left), -1), np.where(behind, _at(alias, right), -1)
    )
    spans = Spans(start, stop, known[rows])
    persons = rows_of(words, spans, _JUDGED, found.schema)
    return pl.concat([found.filter(pl.Series(~gone)), persons]).sort("first")


def _at(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Values at rows, of which some lie behind the last."""
    return values[np.minimum(rows, len(values) - 1)]


def _quoted(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """The quotes around a few words between two words with a capital."""
    read, n = words.read, len(words.match)
    space = read.tokens["space"].to_numpy()
    quotes = np.flatnonzero(read.types_among(_QUOTES)[read.type_of])
    opening, closing = quotes[:-1], quotes[1:]
    inside = closing - opening - 1
    near = (inside >= 1) & (inside <= _MOST_WORDS) & (opening > 0) & (closing < n - 1)
    opening, closing = opening[near], closing[near]
    fits = words.together(opening - 1, closing + 1)
    fits &= (space[opening] == NOTHING) & (space[closing - 1] == NOTHING)
    fits &= (space[opening - 1] != NOTHING) & (space[closing] != NOTHING)
    for at in (opening - 1, closing - 1, closing + 1):
        fits &= words.flag(at, "is_capital")
    small = read.column("is_lower") & ~read.types_among(("the",))
    fits &= words.count(opening, closing, small) == 0
    return opening[fits], closing[fits]
