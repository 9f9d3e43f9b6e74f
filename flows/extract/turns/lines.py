"""Lines, and sentences, that begin with a few capitalised words and a colon, as labels do."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, running
from flows.extract.tokens import BLANK, LINE, NOTHING, Tokens, encode

#: Tokens from the beginning of a line to the colon, those before the first word among them; words
#: of a name.
_REACH, _AHEAD, _MOST_WORDS = 24, 10, 6
_INSIDE = ("-", "'", "’", "#", "&", ".")
_OPENING, _CLOSING = ("(", "["), (")", "]")
_MORE = (",", *_OPENING)
#: What stands before a label in a text that has lost its lines.
_STOPS = (".", "?", "!", "…", '"', "”")


@dataclass(frozen=True, eq=False)
class Lines:
    """Such lines, by place.

    Tokens of each: its `first`, its first word (`head`), what ends its name (`stop`: a bracket, a
    comma or the colon) and its `colon`; and its document (`doc`). `type_of`: row in the types of
    every token of the batch.
    """

    read: Tokens
    type_of: np.ndarray
    first: np.ndarray
    head: np.ndarray
    stop: np.ndarray
    colon: np.ndarray
    doc: np.ndarray

    @classmethod
    def of(cls, read: Tokens, fewest: int) -> Self:
        """Those of documents that have a few of them at least."""
        type_of, space = (read.tokens[name].to_numpy() for name in ("type", "space"))
        colon = np.flatnonzero((read.types["word"] == ":").to_numpy()[type_of])
        # Not that of 10:30.
        colon = colon[space[colon] != NOTHING]
        starts = np.concatenate(([0], np.flatnonzero(_ends(read, type_of, space)[:-1]) + 1))
        first = starts[np.searchsorted(starts, colon, side="right") - 1]
        near = (colon - first <= _REACH) & (np.diff(first, prepend=-1) != 0)
        first, colon = first[near], colon[near]
        doc = read.tokens["doc"].to_numpy()[first]
        several = np.bincount(doc, minlength=1)[doc] >= fewest
        found = cls(read, type_of, first, first, colon, colon, doc).where(several)
        if not len(found):
            # As in most batches: what follows looks at every token.
            return found
        head = found._heads()
        found = replace(found, head=head, stop=found._stops(head))
        return found.where(found._fit())

    def _heads(self) -> np.ndarray:
        """First words of lines, brackets (`(END VIDEO CLIP)`), times and marks left out."""
        head, end = self.first, len(self.type_of)
        closes = np.append(np.flatnonzero(self.among(_CLOSING)[self.type_of]), end)
        close = closes[np.searchsorted(closes, head)]
        bracketed = self.among(_OPENING)[self.type_of[head]] & (close < self.colon)
        head = np.where(bracketed, close + 1, head)
        mark = self.of_type(~pl.col("is_word"))
        for _ in range(_AHEAD):
            head = head + (mark[self.type_of[head]] & (head < self.colon))
        return head

    def _stops(self, head: np.ndarray) -> np.ndarray:
        """The first brackets or comma behind first words, or else the colon."""
        end = len(self.type_of)
        more = np.append(np.flatnonzero(self.among(_MORE)[self.type_of]), end)
        return np.minimum(more[np.searchsorted(more, head)], self.colon)

    def where(self, chosen: np.ndarray) -> Self:
        """Those that are chosen (Boolean)."""
        columns = (self.first, self.head, self.stop, self.colon, self.doc)
        return type(self)(self.read, self.type_of, *(column[chosen] for column in columns))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.first)

    def of_type(self, flag: pl.Expr) -> np.ndarray:
        """Whether each type of the batch has a flag."""
        return self.read.types.select(flag).to_series().to_numpy()

    def among(self, words: tuple[str, ...]) -> np.ndarray:
        """Whether each type of the batch is one of some words, folded."""
        return self.of_type(pl.col("folded").is_in(words))

    def count(self, flag: np.ndarray, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
        """How many tokens from first to before stop have a flag of their type."""
        length = stop - first
        counts = running(flag[self.type_of[ranges(first, length)]])
        ends = np.cumsum(length)
        return counts[ends] - counts[ends - length]

    @cached_property
    def inside(self) -> np.ndarray:
        """Whether they begin inside a line."""
        space = self.read.tokens["space"].to_numpy()
        return (self.first > 0) & (space[np.maximum(self.first - 1, 0)] < LINE)

    @cached_property
    def last(self) -> np.ndarray:
        """Type of the last word before `stop`."""
        word, last = self.read.types["is_word"].to_numpy(), self.stop - 1
        for _ in range(_MOST_WORDS):
            last = last - (~word[self.type_of[last]] & (last > self.head))
        return self.type_of[last]

    @cached_property
    def key(self) -> np.ndarray:
        """The same for lines of one text with the same last word and number (Speaker 2)."""
        n, types = self.read.types.height, self.read.types
        tail = self.type_of[self.stop - 1].astype(np.int64)
        number = np.where(types["is_number"].to_numpy()[tail], tail + 1, 0)
        word = self.doc.astype(np.int64) * n + types["code"].to_numpy()[self.last]
        return word * (n + 1) + number

    @cached_property
    def whole(self) -> np.ndarray:
        """The same for lines of one text with the same words before `stop`."""
        words, code = encode(self.words(self.head))
        return self.doc.astype(np.int64) * len(words) + code

    def words(self, first: np.ndarray) -> pl.Series:
        """The words from some tokens to `stop`, folded, parted by blanks."""
        length = self.stop - first
        words = self.read.types["folded"].gather(self.type_of[ranges(first, length)])
        rows = pl.DataFrame({"row": np.repeat(np.arange(len(length)), length), "word": words})
        return rows.group_by("row", maintain_order=True).agg(pl.col("word").str.join(" "))["word"]

    def _fit(self) -> np.ndarray:
        """Which have some capitalised words and, if anything, brackets or more in capitals behind
        them.
        """
        word = self.of_type(pl.col("is_word"))
        joint = pl.col("is_particle") | pl.col("folded").is_in(_INSIDE)
        loose = self.of_type(~(pl.col("is_capital") | pl.col("is_number") | joint))
        small = self.of_type(pl.col("is_word") & ~pl.col("is_upper") & (pl.col("n_chars") > 1))
        n_words = self.count(word, self.head, self.stop)
        fits = (n_words > 0) & (n_words <= _MOST_WORDS)
        fits &= self.count(loose, self.head, self.stop) == 0
        # [PMID: 7966893]
        before = np.maximum(self.head - 1, 0)
        fits &= ~(self.among(_OPENING)[self.type_of[before]] & (before >= self.first))
        opens = np.append(np.flatnonzero(self.among(_OPENING)[self.type_of]), len(self.type_of))
        opened = np.minimum(opens[np.searchsorted(opens, self.stop)], self.colon)
        closed = self.among(_CLOSING)[self.type_of[self.colon - 1]] | (opened == self.colon)
        shouted = self.count(small, self.head, opened) == 0
        return fits & closed & ((self.stop == opened) | shouted)


def _ends(read: Tokens, type_of: np.ndarray, space: np.ndarray) -> np.ndarray:
    """Tokens that end a line or a sentence, in brackets (`(Laughter.)`) or not."""
    word = read.types["word"]
    stop = word.is_in(_STOPS).to_numpy()[type_of]
    closes = word.is_in(_CLOSING).to_numpy()[type_of]
    closes[1:] &= stop[:-1] & (space[:-1] == NOTHING)
    return (space >= LINE) | ((stop | closes) & (space == BLANK))
