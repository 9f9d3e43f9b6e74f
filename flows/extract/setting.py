"""How a token stands in its sentence, as far as that changes what a capital letter says."""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.extract.tokens import NOTHING

HEADLINE, SHOUTED = 1, 2
#: Marks and numbers hand the beginning of a sentence on to the word behind them.
_LEADING = tuple("\"'“‘”«„([:…•*·▪-–—.")
_QUOTES = ('"', "“", "«", "„", ":")
_MOST_LEADING = 4
_FEWEST_WORDS = 2
_MOST_CAPITALS = 0.7
_LONG = 4


class Setting(NamedTuple):
    """Per token: `initial`, the first word of a sentence, quotation or item; `inner`, a hyphen
    with no white space on either side. Per sentence: `loud`, 0 usual, 1 most words capitalised and
    no full stop (a headline), 2 all in capitals.
    """

    initial: np.ndarray
    inner: np.ndarray
    loud: np.ndarray

    @classmethod
    def of(cls, read: Reading) -> Self:
        """The setting of a batch's tokens."""
        return cls(_initial(read), inner_hyphens(read.tokens, read.types), _loud(read))


def inner_hyphens(tokens: pl.DataFrame, types: pl.DataFrame) -> np.ndarray:
    """For every token, whether it is a hyphen with no white space on either side."""
    space = tokens["space"].to_numpy()
    at = np.flatnonzero((types["plain"] == "-").to_numpy()[tokens["type"].to_numpy()])
    at = at[(at > 0) & (space[at] == NOTHING)]
    inner = np.zeros(len(space), dtype=bool)
    inner[at[space[at - 1] == NOTHING]] = True
    return inner


def _initial(read: Reading) -> np.ndarray:
    types, sentence = read.type_of, read.sentence_of
    leads = read.types.select(pl.col("word").is_in(_LEADING) | pl.col("is_number")).to_series()
    leads = leads.to_numpy()
    quotes = np.flatnonzero(read.types["word"].is_in(_QUOTES).to_numpy()[types])
    initial = np.zeros(len(types) + 1, dtype=bool)
    at = read.sentences["first_token"].to_numpy().astype(np.int64)
    at = np.concatenate((at, quotes[quotes < len(types) - 1] + 1))
    initial[at] = True
    for _ in range(_MOST_LEADING):
        at = at[leads[types[at]] & (at < len(types) - 1)] + 1
        at = at[sentence[at] == sentence[at - 1]]
        initial[at] = True
    return initial[:-1]


def _loud(read: Reading) -> np.ndarray:
    """Counts of two kinds of words at a time, in the halves of one number."""
    if not read.sentences.height:
        return np.zeros(0, dtype=np.uint8)
    long = pl.col("is_word") & (pl.col("n_chars") >= _LONG)
    packed = read.types.select(
        sizes=long.cast(pl.Int64) + (long & pl.col("is_capital")).cast(pl.Int64) * 2**32,
        cases=pl.col("word").str.contains(r"\p{Ll}").cast(pl.Int64)
        + pl.col("is_upper").cast(pl.Int64) * 2**32,
    )
    first = read.sentences["first_token"].to_numpy()
    sizes = np.add.reduceat(packed["sizes"].to_numpy()[read.type_of], first)
    cases = np.add.reduceat(packed["cases"].to_numpy()[read.type_of], first)
    n_long, n_capital, n_lower, n_upper = sizes % 2**32, sizes >> 32, cases % 2**32, cases >> 32
    headline = (n_long >= _FEWEST_WORDS) & (n_capital >= _MOST_CAPITALS * n_long)
    last = np.append(first[1:], len(read.type_of)) - 1
    headline &= ~(read.types["word"] == ".").to_numpy()[read.type_of[last]]
    shouted = (n_upper >= _FEWEST_WORDS) & (n_lower == 0)
    return np.where(shouted, SHOUTED, np.where(headline, HEADLINE, 0)).astype(np.uint8)
