"""Words that are asked for again and again, by a table that is made once."""

from collections.abc import Collection

import numpy as np
import polars as pl

from flows.extract.tokens import encode


class Vocabulary:
    """A column of words (String): which of its rows are among some others, or match a pattern.

    `is_in` hashes the whole column for every question; here each question costs its own words, and
    every rule has some.
    """

    def __init__(self, words: pl.Series) -> None:
        self._words, codes = encode(words)
        self._place = {word: place for place, word in enumerate(self._words.to_list())}
        self._code = codes.astype(np.intp)
        self._matching: dict[str, np.ndarray] = {}

    def among(self, words: Collection[str]) -> np.ndarray:
        """Whether each row is one of some words."""
        flags = np.zeros(len(self._place), dtype=bool)
        flags[[self._place[word] for word in words if word in self._place]] = True
        return flags[self._code]

    def matching(self, pattern: str) -> np.ndarray:
        """Whether each row matches a regular expression."""
        if pattern not in self._matching:
            self._matching[pattern] = self._words.str.contains(pattern).to_numpy()[self._code]
        return self._matching[pattern]
