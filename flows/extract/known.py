"""Words that are listed somewhere, and which row of the list each word of a batch is."""

import numpy as np
import polars as pl

from flows.extract.arrays import with_edge


class Known:
    """Words of a list (String, no nulls), hashed once; a join would hash them for every batch."""

    def __init__(self, words: pl.Series) -> None:
        first = words.is_first_distinct()
        # As an expression: to hand over a type takes time for each of its words.
        place = pl.col("word").cast(pl.Enum(words.filter(first)), strict=False).to_physical()
        self._place = place.cast(pl.Int64).fill_null(-1)
        self._row = with_edge(np.flatnonzero(first.to_numpy()), -1)

    def rows(self, words: pl.Series) -> np.ndarray:
        """First row of each word in the list; -1 where it is null or not there."""
        places = words.to_frame("word").select_seq(self._place).to_series()
        return self._row[places.to_numpy()]

    def among(self, words: pl.Series) -> np.ndarray:
        """Whether each word is in the list."""
        return self.rows(words) >= 0

    def __len__(self) -> int:
        """How many different words there are."""
        return len(self._row) - 1
