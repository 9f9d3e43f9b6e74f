"""Whether letters abbreviate words, for many pairs at a time."""

import numpy as np
import polars as pl

_EXPLAINED = 2 / 3
_FEWEST = 3


def abbreviated(short: pl.Series, long: pl.Series) -> np.ndarray:
    """Where Schwartz & Hearst (2003) find short forms begin in their long ones, as the number of a
    character, or -1; both in lower case.

    From right to left, each letter or digit of the short form stands somewhere in the long one,
    the first at the beginning of a word; from there on the long one has at most twice as many words
    as the short one has letters, and at most five more.
    """
    letters, text = _characters(_alphanumeric(short)), _characters(long)
    begins = _word_begins(text)
    n_letters = (letters > 0).sum(axis=1)
    rows = np.arange(len(letters))
    at, place = n_letters - 1, np.full(len(letters), -1)
    for column in reversed(range(text.shape[1])):
        same = text[:, column] == letters[rows, np.maximum(at, 0)]
        same &= (at >= 0) & ((at > 0) | begins[:, column])
        at = at - same
        place[same & (at < 0)] = column
    n_words = (begins & (np.arange(text.shape[1]) >= place[:, None])).sum(axis=1)
    few = n_words <= np.minimum(n_letters + 5, 2 * n_letters)
    return np.where(few, place, -1)


def shares_initials(short: pl.Series, long: pl.Series) -> np.ndarray:
    """Whether two thirds of the letters of short forms (of three and more) begin words of their
    long ones, whatever the order; both in lower case.
    """
    letters, text = _characters(_alphanumeric(short)), _characters(long)
    initials = np.where(_word_begins(text), text, 0)
    explained = sum(
        np.minimum((letters == letter).sum(axis=1), (initials == letter).sum(axis=1))
        for letter in np.unique(letters[letters > 0])
    )
    n_letters = (letters > 0).sum(axis=1)
    return (n_letters >= _FEWEST) & (explained >= _EXPLAINED * n_letters)


def _alphanumeric(text: pl.Series) -> pl.Series:
    return text.str.replace_all(r"[^\p{L}\p{N}]", "")


def _characters(strings: pl.Series) -> np.ndarray:
    """Code points, a row a string, filled up with 0."""
    width = max(int(strings.str.len_chars().max() or 0), 1)  # pyright: ignore[reportArgumentType]
    fixed = np.array(strings.to_list(), dtype=f"U{width}")
    return fixed.view(np.uint32).reshape(len(strings), width)


def _word_begins(text: np.ndarray) -> np.ndarray:
    """Which characters are the first letter or digit of a word."""
    marks = np.array([ord(mark) for mark in " -'.,/&()\"\0"], dtype=np.uint32)
    solid = ~np.isin(text, marks) & (text > 0)
    begins = solid.copy()
    begins[:, 1:] &= ~solid[:, :-1]
    return begins
