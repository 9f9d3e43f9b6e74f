"""Spans cut out of their texts, all at once."""

from functools import cached_property

import numpy as np
import polars as pl
import pyarrow as pa

from flows.extract.arrays import ranges


class Texts:
    """The texts of a batch, to cut spans out of: one pass over their bytes, when the first span is
    asked for, instead of one walk through a text for every span.
    """

    def __init__(self, texts: pl.Series) -> None:
        self._texts = texts

    def cut(self, doc: np.ndarray, start: np.ndarray, end: np.ndarray) -> pl.Series:
        """The String `texts[doc][start:end]` for every span; offsets in code points."""
        if not len(start):
            return pl.Series([], dtype=pl.String)
        raw, before, first_char = self._characters
        low, high = first_char[doc] + start, first_char[doc] + end
        low += np.searchsorted(before, low, side="right")
        high += np.searchsorted(before, high, side="right")
        ends = np.append(0, np.cumsum(high - low))
        cut_out = raw[ranges(low, high - low)]
        strings = pa.LargeStringArray.from_buffers(
            len(low), pa.py_buffer(ends.astype(np.int64)), pa.py_buffer(cut_out)
        )
        return pl.Series(strings)

    @cached_property
    def _characters(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """All bytes; how many characters begin before each byte that continues one; the number of
        each text's first character. A character's byte is its number plus the bytes before it that
        continue others.
        """
        array = self._texts.rechunk().to_arrow().cast(pa.large_string())
        _, offsets, data = array.buffers()
        bounds = np.frombuffer(offsets, dtype=np.int64)[array.offset :][: len(array) + 1]
        raw = np.frombuffer(data, dtype=np.uint8)[bounds[0] : bounds[-1]]
        # Bytes that continue a character are of the form 10xxxxxx.
        continuing = np.flatnonzero((raw & 0xC0) == 0x80)
        before = continuing - np.arange(len(continuing))
        first_char = self._texts.str.len_chars().cum_sum().shift(1, fill_value=0)
        return raw, before, first_char.to_numpy().astype(np.int64)
