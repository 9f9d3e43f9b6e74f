"""Father and son: the `Jr.` and `Sr.` behind a name, with or without a comma."""

import numpy as np

from flows.extract.reading import Reading

GENERATIONS = ("jr.", "jr", "sr.", "sr")


def with_generation(read: Reading, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Last tokens of names of persons, of two words and more with the `, Jr.` behind them."""
    end = len(read.type_of) - 1
    comma, behind = np.minimum(last + 1, end), np.minimum(last + 2, end)
    found = read.among(comma, (",",)) & read.among(behind, GENERATIONS) & (first < last)
    return last + 2 * (found & (read.sentence_of[behind] == read.sentence_of[last]))


def surname(read: Reading, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Last tokens of names, less their generation and the comma before it."""
    for words in (GENERATIONS, (",",)):
        last = last - (read.among(last, words) & (first < last))
    return last
