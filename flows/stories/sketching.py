"""Sketches of texts, by which near-duplicates are found without comparing texts.

A text is the set of its word triples (shingles), and its sketch the smallest hashes of that set:
MinHash with one permutation, as Broder had it ("On the resemblance and containment of documents",
1997). Two sketches, cut off where the shorter-reaching of them ends, are a random sample of the two
sets, so resemblance and containment can both be read off them, and a text of up to `SKETCH_SIZE`
shingles is compared without any error. The usual k permutations, or one with k bins and optimal
densification (Shrivastava 2017), give a sketch of equal length for every text: ten times as much
for the one-sentence texts of a news ticker, and it estimates resemblance alone, which a cut
paragraph lowers although nothing else was changed.

datasketch and rensa have an object per text, and Python code that fills it; this is six array
operations per batch. Values depend on the words, the fixed seeds below and the version of Polars,
which the recipe of a part holds.
"""

import numpy as np
import polars as pl
import pyarrow as pa

from flows.extract import Reading
from flows.extract.arrays import begins

#: Hashes kept of a text. Resemblance of longer texts is estimated to 0.04 (standard error).
SKETCH_SIZE = 128
#: Words in a shingle. A changed word changes three; of pairs, too many are idioms.
_WIDTH = 3
_SEED = 1997
_HALF = np.uint64(32)
#: Numbers that are mixed at a time: as many as stay in the processor's cache.
_BLOCK = 8_192


def sketch(documents: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Sketches of documents (`doc_id`), which `reading` is of: contract `Sketches`.

    Case, accents, blanks, line breaks and punctuation count for nothing.
    """
    n = documents.height
    words, numbers, doc = _words(reading)
    count = np.bincount(doc, minlength=n)
    place = np.arange(len(doc)) - np.repeat(np.cumsum(count) - count, count)
    value, of = _smallest(_shingles(words, count), _windows(count))
    return pl.DataFrame(
        {
            "doc_id": documents["doc_id"],
            "words": _sums(_mix(words + _mix(place.astype(np.uint64))), count),
            "numbers": _sums(numbers, count),
            "n_shingles": np.bincount(of, minlength=n).astype(np.int32),
            "sketch": _lists(value, of, n),
        }
    ).with_columns(words=pl.when(pl.Series(count > 0)).then("words"))


def _words(reading: Reading) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every word and number: hash, hash as a number (0 for words), and document."""
    types = reading.types.select(
        "is_number",
        is_counted=pl.col("is_word") | pl.col("is_number"),
        hash=pl.when("is_number").then("folded").otherwise("key").hash(_SEED),
    )
    kept = types["is_counted"].to_numpy()[reading.type_of]
    of = reading.type_of[kept]
    words = types["hash"].to_numpy()
    numbers = _mix(np.where(types["is_number"].to_numpy(), words, np.uint64(0)))
    return words[of], numbers[of], reading.tokens["doc"].to_numpy()[kept]


def _windows(count: np.ndarray) -> np.ndarray:
    """Shingles that texts of so many words have, repeated ones among them: the first and the last
    word stand in three, like any other.
    """
    return np.where(count > 0, count + _WIDTH - 1, 0)


def _shingles(words: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Hashes of every three words in a row (the upper half is what counts), text by text."""
    # The words in one line, two blank places before each text that has any and behind the last.
    stops = np.append(0, np.cumsum(_windows(count[count > 0])))
    line = np.zeros(stops[-1] + _WIDTH - 1, dtype=np.uint64)
    is_word = np.ones(len(line), dtype=bool)
    is_word[stops] = is_word[stops + 1] = False
    line[is_word] = words
    hashed = _mix(line[2:].copy())
    for other in (line[1:-1], line[:-2]):
        hashed += other
        _mix(hashed)
    return hashed


def _smallest(hashes: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct values (UInt32) of every text in ascending order, and their documents."""
    doc = np.arange(len(count), dtype=np.uint64) << _HALF
    keys = np.sort(np.repeat(doc, count) | (hashes >> _HALF))
    keys = keys[begins(len(keys), keys[1:] != keys[:-1])]
    return keys.astype(np.uint32), (keys >> _HALF).view(np.int64)


def _lists(values: np.ndarray, doc: np.ndarray, n: int) -> pl.Series:
    """The first `SKETCH_SIZE` values of every text as one list."""
    count = np.bincount(doc, minlength=n)
    kept = np.arange(len(doc)) - np.repeat(np.cumsum(count) - count, count) < SKETCH_SIZE
    offsets = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.minimum(count, SKETCH_SIZE), out=offsets[1:])
    return pl.Series(pa.LargeListArray.from_arrays(offsets, values[kept]))


def _sums(hashes: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Sums over the words of every text, modulo 2^64."""
    sums = np.zeros(len(hashes) + 1, dtype=np.uint64)
    np.cumsum(hashes, out=sums[1:])
    ends = np.cumsum(count)
    return sums[ends] - sums[ends - count]


def _mix(x: np.ndarray) -> np.ndarray:
    """Numbers made their hashes, in place: the finalizer of splitmix64 (Steele, Lea & Flood 2014);
    0 stays 0.
    """
    for start in range(0, len(x), _BLOCK):
        part = x[start : start + _BLOCK]
        shifted = np.empty_like(part)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            part ^= np.right_shift(part, np.uint64(shift), out=shifted)
            part *= np.uint64(factor)
        part ^= np.right_shift(part, np.uint64(31), out=shifted)
    return x
