"""Distributional clusters of words from raw text: words that stand in the same places.

Counts of the neighbours at -1, +1 and ±2 among the commonest words -> positive PMI with shifted
context probabilities (Levy, Goldberg & Dagan 2015) -> truncated SVD -> spherical k-means, fine
clusters grouped into coarser ones. What is counted and clustered are whole numbers, so that the
result does not depend on the order of sums: the vectors are rounded to a grid before clustering,
and sums of products of such numbers are exact in double precision.
"""

import numpy as np
import polars as pl

from flows.extract.reading import Reading, read
from flows.extract.setting import Setting
from flows.lexicon import Lexicon
from flows.tag.gazetteer import build_surnames

FINE, MIDDLE, COARSE = 1024, 256, 64
_WORDS = 40_000
_FEWEST = 8
_CONTEXTS = 1_000
_DIMENSIONS = 100
_GRID = 64
_ROUNDS = 12
_BATCH = 4_000
_SMALL_FROM = 5


class Counts:
    """Neighbour counts of the commonest words of a corpus, batch by batch."""

    def __init__(self, words: pl.Series, contexts: int) -> None:
        self.words = pl.DataFrame({"word": words}).with_row_index("row")
        self.contexts = contexts
        self.counts = np.zeros((3, len(words), contexts), dtype=np.float32)

    def add(self, codes: np.ndarray, sentence: np.ndarray) -> None:
        """Count one batch: the word's row of every token (-1 unknown), and its sentence."""
        for block, distance in ((0, -1), (1, 1), (2, -2), (2, 2)):
            one, other = _pairs(codes, sentence, distance)
            near = (one >= 0) & (other >= 0) & (other < self.contexts)
            flat = one[near] * self.contexts + other[near]
            places, n = np.unique(flat, return_counts=True)
            self.counts[block].reshape(-1)[places] += n


def build_words(texts: list[str], lexicon: Lexicon) -> pl.DataFrame:
    """Words of a corpus: word, fine, middle, coarse (Int16, null for rare ones), small (UInt8).

    Also surname (UInt8): 2 for the commonest of the US Census, 1 for others, null for none.
    """
    batches = [texts[low : low + _BATCH] for low in range(0, len(texts), _BATCH)]
    readings = [(r, _keys(r)) for r in (read(_documents(batch), lexicon) for batch in batches)]
    totals = (
        pl.concat([_totals(reading, keys) for reading, keys in readings])
        .group_by("word")
        .agg(pl.col("n").sum())
        .filter(pl.col("n") >= _FEWEST)
        .sort("n", "word", descending=[True, False])
        .head(_WORDS)
    )
    counts = Counts(totals["word"], _CONTEXTS)
    for reading, keys in readings:
        rows = keys.to_frame("word").join(
            counts.words, on="word", how="left", maintain_order="left"
        )["row"]
        codes = rows.cast(pl.Int64).fill_null(-1).to_numpy()
        counts.add(codes, reading.sentence_of)
    fine, middle, coarse = _nested(_vectors(counts.counts))
    clusters = totals.select("word").with_columns(
        fine=pl.Series(fine), middle=pl.Series(middle), coarse=pl.Series(coarse)
    )
    small = _small(readings)
    return (
        clusters.join(small, on="word", how="full", coalesce=True)
        .join(build_surnames(), on="word", how="full", coalesce=True)
        .select("word", pl.col("fine", "middle", "coarse").cast(pl.Int16), "small", "surname")
        .sort("word")
    )


def _documents(texts: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"text": texts}).with_columns(body_start=pl.lit(0, pl.Int32))


def _keys(reading: Reading) -> pl.Series:
    """The word of every token: as written, but common words that begin a sentence small."""
    setting = Setting.of(reading)
    types = reading.types.select("plain", "folded", "is_common")
    lowered = (types["is_common"].to_numpy()[reading.type_of] & setting.initial) | (
        reading.column("is_number")[reading.type_of]
    )
    number = pl.when(reading.types["is_number"]).then(pl.lit("0")).otherwise("folded")
    both = pl.concat([types["plain"], types.select(number).to_series()]).cast(pl.Categorical)
    return both.gather(reading.type_of.astype(np.int64) + lowered * types.height).cast(pl.String)


def _totals(reading: Reading, keys: pl.Series) -> pl.DataFrame:
    return (
        keys.value_counts(name="n")
        .rename({keys.name: "word"})
        .select("word", pl.col("n").cast(pl.Int64))
    )


def _small(readings: list[tuple[Reading, pl.Series]]) -> pl.DataFrame:
    """How often a word is written small: 0 never to 4 always, under its folded form."""
    frames = []
    for reading, _ in readings:
        inside = np.flatnonzero(~Setting.of(reading).initial)
        n = np.bincount(reading.type_of[inside], minlength=reading.types.height)
        frames.append(
            reading.types.select(
                "is_word", word="folded", n=pl.Series(n), low=pl.Series(n) * pl.col("is_lower")
            )
            .filter("is_word")
            .drop("is_word")
        )
    return (
        pl.concat(frames)
        .group_by("word")
        .agg(pl.col("n", "low").sum())
        .filter(pl.col("n") >= _SMALL_FROM)
        .select(
            "word",
            small=pl.when(pl.col("low") == 0)
            .then(0)
            .when(pl.col("low") == pl.col("n"))
            .then(4)
            .otherwise(
                1
                + (pl.col("low") * 10 // pl.col("n") >= 3).cast(pl.Int8)
                + (pl.col("low") * 10 // pl.col("n") >= 8).cast(pl.Int8)
            )
            .cast(pl.UInt8),
        )
    )


def _pairs(codes: np.ndarray, sentence: np.ndarray, distance: int) -> tuple[np.ndarray, np.ndarray]:
    """Codes of words and of the words at a distance from them in their sentence."""
    low, high = codes[: -abs(distance)], codes[abs(distance) :]
    same = sentence[: -abs(distance)] == sentence[abs(distance) :]
    return (low[same], high[same]) if distance > 0 else (high[same], low[same])


def _vectors(counts: np.ndarray) -> np.ndarray:
    """Word vectors on a grid: PPMI, then the first principal axes, unit length."""
    blocks = []
    for block in counts.astype(np.float64):
        context = block.sum(axis=0) ** 0.75
        word = block.sum(axis=1)
        share = context / context.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            pmi = np.log(block / (word[:, None] * share))
        blocks.append(np.where(block > 0, np.maximum(pmi, 0), 0).astype(np.float32))
    ppmi = np.rint(np.concatenate(blocks, axis=1).astype(np.float64) * 32)
    gram = ppmi.T @ ppmi
    values, axes = np.linalg.eigh(gram)
    axes = axes[:, ::-1][:, :_DIMENSIONS] * values[::-1][:_DIMENSIONS] ** -0.25
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(_DIMENSIONS)])
    vectors = ppmi @ axes
    norm = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.rint(vectors / norm * _GRID)


def _nested(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fine, middle and coarse cluster of every vector; the last two group the fine ones."""
    fine, centres = _k_means(vectors, FINE)
    middle, wider = _k_means(centres, MIDDLE)
    coarse, _ = _k_means(wider, COARSE)
    return fine, middle[fine], coarse[middle[fine]]


def _k_means(vectors: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Cluster of every vector and the clusters' centres, on the grid; starts from the first k."""
    k = min(k, len(vectors))
    centres = vectors[:k].copy()
    nearest = np.zeros(len(vectors), dtype=np.int64)
    for _ in range(_ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        order = np.argsort(nearest, kind="stable")
        present, first = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(vectors[order], first)
        norm = np.maximum(np.sqrt((sums**2).sum(axis=1, keepdims=True)), 1e-9)
        centres[present] = np.rint(sums / norm * _GRID)
    return nearest, centres
