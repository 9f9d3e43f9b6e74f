"""Expressions of a small grammar, found by words first and by regex only around those.

Words that trigger an expression (a month, a number) are looked up once per distinct word; around
them grow runs of words that such expressions may hold; the grammar's regex then reads each
distinct run once. So a text without triggers costs one look-up per word.
"""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.arrays import begins, ends, ranges
from flows.extract.reading import Reading
from flows.extract.surfaces import cut
from flows.extract.tokens import encode

#: What a word may be in an expression: nothing, only between other words, any word, its reason.
NOTHING, CONNECTOR, MEMBER, TRIGGER = range(4)
_REACH = 8


class Spots(NamedTuple):
    """Expressions by place: first and last token, start and end, row of `forms`.

    `forms` holds each distinct expression once, as it is written.
    """

    first: np.ndarray
    last: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    forms: pl.Series

    def keep(self, rows: np.ndarray) -> Self:
        """Only these rows, forms as they are."""
        return self._replace(
            **{name: getattr(self, name)[rows] for name in self._fields if name != "forms"}
        )


def spot(
    texts: pl.Series, read: Reading, roles: np.ndarray, seeds: np.ndarray, expression: str
) -> Spots:
    """Expressions around `seeds` (token numbers, ascending) that lie on tokens' bounds.

    `roles`: what each type may be in an expression; `expression`: a regex that matches one.
    """
    first, last = _runs(read, roles, seeds)
    start, end = read.tokens["start"].to_numpy(), read.tokens["end"].to_numpy()
    doc = read.tokens["doc"].to_numpy()
    runs, code = encode(cut(texts, doc[first], start[first], end[last]))
    pieces = _pieces(runs, expression)
    counts = np.bincount(pieces["run"].to_numpy(), minlength=len(runs))
    piece = ranges((np.cumsum(counts) - counts)[code], counts[code])
    run = np.repeat(np.arange(len(code)), counts[code])
    low = start[first][run] + pieces["offset"].to_numpy()[piece]
    high = low + pieces["n_chars"].to_numpy()[piece]
    forms, form = encode(pieces["surface"])
    return _on_tokens(read, first, last, run, Spots(low, high, low, high, form[piece], forms))


def _runs(read: Reading, roles: np.ndarray, seeds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Runs of tokens with a role around the seeds, inside sentences, connectors trimmed."""
    first, last = seeds.copy(), seeds.copy()
    n, role, sentence = len(read.type_of) - 1, roles[read.type_of], read.sentence_of
    for _ in range(_REACH):
        before, behind = np.maximum(first - 1, 0), np.minimum(last + 1, n)
        first -= (role[before] > 0) & (sentence[before] == sentence[first]) & (first > 0)
        last += (role[behind] > 0) & (sentence[behind] == sentence[last]) & (last < n)
    for _ in range(_REACH):
        first += role[first] == CONNECTOR
        last -= role[last] == CONNECTOR
    reach = np.maximum.accumulate(last) if len(last) else last
    apart = first[1:] > reach[:-1]
    return first[begins(len(first), apart)], reach[ends(len(last), apart)]


def _pieces(runs: pl.Series, expression: str) -> pl.DataFrame:
    """Expressions of each distinct run: run, surface, offset, n_chars, in reading order."""
    pattern = rf"{expression}|[\p{{L}}\p{{N}}\p{{M}}]+|[^\p{{L}}\p{{N}}\p{{M}}]"
    whole = rf"^(?:{expression})$"
    return (
        runs.alias("text")
        .to_frame()
        .with_row_index("run")
        .select("run", surface=pl.col("text").str.extract_all(pattern))
        .explode("surface", empty_as_null=False)
        .with_columns(n_chars=pl.col("surface").str.len_chars().cast(pl.Int32))
        .with_columns(offset=pl.col("n_chars").cum_sum().over("run") - pl.col("n_chars"))
        .filter(pl.col("surface").str.contains(whole))
    )


def _on_tokens(
    read: Reading, first: np.ndarray, last: np.ndarray, run: np.ndarray, spots: Spots
) -> Spots:
    """The expressions that begin and end where tokens do, with these tokens."""
    count = last - first + 1
    at = ranges(first, count)
    base = np.repeat(np.arange(len(first), dtype=np.int64), count) << 32
    starts = base + read.tokens["start"].to_numpy()[at]
    stops = base + read.tokens["end"].to_numpy()[at]
    key = run.astype(np.int64) << 32
    low, high = np.searchsorted(starts, key + spots.start), np.searchsorted(stops, key + spots.end)
    within = np.maximum(len(at) - 1, 0)
    low, high = np.minimum(low, within), np.minimum(high, within)
    if not len(at):
        return spots
    exact = (starts[low] == key + spots.start) & (stops[high] == key + spots.end)
    return spots._replace(first=at[low], last=at[high]).keep(exact)
