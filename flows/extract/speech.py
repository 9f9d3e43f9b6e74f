"""Who says what: passages, and what the rules that find them look at."""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.categories import QUOTATION_KINDS
from flows.extract.arrays import running
from flows.extract.clauses import Clauses
from flows.extract.cues import Cues
from flows.extract.reading import Reading
from flows.extract.words import (
    AND,
    AUXILIARY,
    BUT,
    COMMA,
    CONJUNCTION,
    DASH,
    END,
    QUOTE,
    RELATIVE,
    SEMICOLON,
    SUBORDINATOR,
    THAT,
    VERB,
    WORD,
)
from flows.lexicon import Lexicon

NO_CUE = -1
NO_LABEL = -1
DIRECT, REPORTED, TURN = (QUOTATION_KINDS.index(name) for name in ("direct", "reported", "turn"))
_LOOKED_FOR = (
    COMMA | SEMICOLON | DASH | QUOTE | END | THAT | BUT | CONJUNCTION | VERB | AND
    | SUBORDINATOR | RELATIVE | AUXILIARY
)  # fmt: skip


class Passages(NamedTuple):
    """Tokens first to last (inclusive) of each passage; `cue`: row among the reporting cues, -1
    where there is none; `kind`: place in `QUOTATION_KINDS`; `label`: of turns row
    in the labels of the batch, else -1.
    """

    first: np.ndarray
    last: np.ndarray
    cue: np.ndarray
    kind: np.ndarray
    label: np.ndarray

    @classmethod
    def told(cls, first: np.ndarray, last: np.ndarray, cue: np.ndarray, kind: int) -> Self:
        """Passages of direct or reported speech."""
        n = len(first)
        return cls(first, last, cue, np.full(n, kind), np.full(n, NO_LABEL))

    @classmethod
    def turns(cls, first: np.ndarray, last: np.ndarray, label: np.ndarray) -> Self:
        """Passages of turns."""
        n = len(first)
        return cls(first, last, np.full(n, NO_CUE), np.full(n, TURN), label)

    @classmethod
    def none(cls) -> Self:
        """No passage."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in cls._fields))

    def where(self, chosen: np.ndarray) -> Self:
        """Those that are chosen (Boolean, or rows)."""
        return type(self)(*(column[chosen] for column in self))


class Speech(NamedTuple):
    """What the rules on direct and reported speech look at."""

    read: Reading
    bits: np.ndarray
    clauses: Clauses
    cues: Cues
    frame: np.ndarray
    marked: np.ndarray
    kinds: np.ndarray
    words: np.ndarray

    @classmethod
    def of(
        cls, read: Reading, bits: np.ndarray, clauses: Clauses, cues: Cues, lexicon: Lexicon
    ) -> Self:
        """Gather them.

        `marked`: tokens with any of the marks that are looked for; `kinds`: their bits; `words`:
        how many words precede each token.
        """
        frames = {"verb": 0, "direct": 1, "source": 2}
        frame = lexicon.reporting_verbs["frame"].replace_strict(frames, return_dtype=pl.Int64)
        marked = np.flatnonzero(bits & np.uint32(_LOOKED_FOR))
        words = running((bits & WORD) > 0)
        kinds = bits[marked]
        return cls(read, bits, clauses, cues, frame.to_numpy()[cues.row], marked, kinds, words)

    def places(self, mark: int) -> np.ndarray:
        """Tokens with a mark."""
        return self.marked[(self.kinds & np.uint32(mark)) > 0]

    def before(self, tokens: np.ndarray) -> np.ndarray:
        """Bits of the token before each in its sentence, 0 where there is none."""
        opens = tokens == self.read.sentence_starts(tokens)
        return np.where(opens, 0, self.bits[np.maximum(tokens - 1, 0)])

    def next(self, tokens: np.ndarray, mark: int) -> np.ndarray:
        """First token with a mark at or behind each token, the number of tokens if none."""
        places = np.append(self.places(mark), len(self.bits))
        return places[np.searchsorted(places, tokens)]

    def previous(self, tokens: np.ndarray, mark: int) -> np.ndarray:
        """Last token with a mark before each token, -1 if none."""
        places = np.concatenate(([-1], self.places(mark)))
        return places[np.searchsorted(places, tokens) - 1]
