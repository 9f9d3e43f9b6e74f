"""Training: the chain's weights from labelled texts, the same bytes every time.

Negative log likelihood of the labels that are allowed (partly labelled data: the sum over them),
AdaGrad (Duchi, Hazan & Singer 2011) on batches of runs, half of the features dropped at random in
every batch, weights averaged over the second half, and over several orders of the runs. Sums have
a fixed order and the random numbers fixed seeds.

Silver labels are a teacher's that is weaker than what is to be trained. So a first chain learns
from the others alone; what it finds likely in the silver texts is allowed there beside the
teacher's label, and the second chain, the one that is written, learns from all (after Zhou & Li
2005, who let classifiers label for one another, with doubt in place of a vote).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import ranges
from flows.tag.chain import Runs, believe, bounded, legal
from flows.tag.features import OFFSETS, parts_of
from flows.tag.labels import BEGIN, KINDS, N_LABELS, SINGLE
from flows.tag.model import write_weights
from flows.tag.samples import Samples

_EPOCHS = 6
_RATE = 0.05
_DROPPED = 0.5
_BATCH = 1_500
_FEWEST = 3
_LEAST_WEIGHT = 0.1
_SEED = 20140822
_ORDERS = 3
_FORBIDDEN = -1e4
#: Added to the scores of names' first labels by kind: texts without MISC labels and a wider notion
#: of MISC in some of the gold make it too common, organizations too rare.
_PRIORS = {"organization": 0.5, "misc": -1.0}
#: From which probability on the first chain's labels are allowed beside the silver ones, and MISC,
#: of which it finds too much.
_LIKELY, _LIKELY_MISC = 0.2, 0.5


class Rows(NamedTuple):
    """Weight rows of every candidate's features (0 for rare ones), and what each row stands for."""

    ids: np.ndarray
    templates: pl.Series
    keys: pl.Series


@dataclass
class Weights:
    """Weights, their squared gradients and the sum that becomes their average."""

    rows: np.ndarray
    transitions: np.ndarray
    squared: np.ndarray = field(init=False)
    squared_transitions: np.ndarray = field(init=False)
    total: np.ndarray = field(init=False)
    total_transitions: np.ndarray = field(init=False)
    n: int = 0

    def __post_init__(self) -> None:
        self.squared, self.total = np.full_like(self.rows, 1e-8), np.zeros_like(self.rows)
        self.squared_transitions = np.full_like(self.transitions, 1e-8)
        self.total_transitions = np.zeros_like(self.transitions)

    def step(self, at: np.ndarray, gradient: np.ndarray, transitions: np.ndarray) -> None:
        """One step of AdaGrad on some rows and all transitions."""
        self.squared[at] += gradient**2
        self.rows[at] -= _RATE * gradient / np.sqrt(self.squared[at])
        self.squared_transitions += transitions**2
        self.transitions -= _RATE * transitions / np.sqrt(self.squared_transitions)

    def remember(self) -> None:
        """Take the weights as they are into the average."""
        self.total += self.rows
        self.total_transitions += self.transitions
        self.n += 1

    def add(self, other: "Weights") -> None:
        """Take the average of others into this one's."""
        self.total += other.total
        self.total_transitions += other.total_transitions
        self.n += other.n


def train(samples: Samples, folder: Path) -> int:
    """Train on samples and write the weights to a folder; returns the number of their rows."""
    rows = number_features(samples)
    return _write(folder, rows, _fit(doubted(samples, rows), rows))


def doubted(samples: Samples, rows: Rows) -> Samples:
    """Samples that may have, where they are silver, also the labels that a chain trained on the
    others finds likely.
    """
    silver = np.flatnonzero(samples.silver)
    if len(silver) in (0, len(samples.silver)):
        return samples
    weights = _fit(samples, rows, ~samples.silver)
    averaged = (weights.total / weights.n).astype(np.float64)
    scores = np.tile(_prior().astype(np.float64), (len(silver), 1))
    for column in rows.ids[silver].T:
        scores += averaged[column]
    runs = Runs.of(samples.seen.chosen.begins[silver])
    transitions = legal(weights.total_transitions / weights.n)
    belief = runs.by_row(believe(bounded(scores, runs), transitions, runs).labels)
    least = np.full(N_LABELS, _LIKELY)
    least[1 + 4 * KINDS.index("misc") :] = _LIKELY_MISC
    allowed = samples.allowed.copy()
    allowed[silver] |= belief >= least
    return samples._replace(allowed=allowed)


def _fit(samples: Samples, rows: Rows, chosen: np.ndarray | None = None) -> Weights:
    """Weights from the runs of samples, or of those candidates only that are chosen; the average of
    several orders of the runs, of which each by itself is right in other places.
    """
    several = [_fit_once(samples, rows, chosen, _SEED + number) for number in range(_ORDERS)]
    for other in several[1:]:
        several[0].add(other)
    return several[0]


def _fit_once(samples: Samples, rows: Rows, chosen: np.ndarray | None, seed: int) -> Weights:
    weights = Weights(
        np.zeros((len(rows.keys) + 1, N_LABELS), dtype=np.float32),
        np.zeros((N_LABELS, N_LABELS)),
    )
    random = np.random.Generator(np.random.PCG64(seed))
    first = np.flatnonzero(samples.seen.chosen.begins)
    length = np.diff(np.append(first, len(rows.ids)))
    if chosen is not None:
        first, length = first[chosen[first]], length[chosen[first]]
    for epoch in range(_EPOCHS):
        order = random.permutation(len(first))
        batches = np.array_split(order, max(1, len(order) // _BATCH))
        for number, batch in enumerate(batches):
            _learn(samples, rows, weights, (first[batch], length[batch]), random)
            if 2 * epoch >= _EPOCHS and number % 50 == 49:
                weights.remember()
        if 2 * epoch >= _EPOCHS:
            weights.remember()
    return weights


def number_features(samples: Samples) -> Rows:
    """Give every feature that is frequent enough a row of weights, from 1 on."""
    seen = samples.seen
    ids: list[np.ndarray] = []
    templates: list[str] = []
    keys: list[pl.Series] = []
    next_row = 1
    columns = [
        (f"{template}@{offset}", seen.keys[template], seen.at[offset])
        for template, looked_at in OFFSETS.items()
        for offset in looked_at
    ]
    for name, per_type, at in columns:
        codes = per_type.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
        n = np.bincount(codes[at], minlength=codes.max(initial=0) + 1)
        n[0] = 0
        known = np.flatnonzero(n >= _FEWEST)
        row = np.zeros(len(n), dtype=np.int32)
        row[known] = next_row + np.arange(len(known))
        ids.append(row[codes[at]])
        keys.append(per_type.drop_nulls().unique().sort().gather(known - 1))
        templates += [name] * len(known)
        next_row += len(known)
    for name, values in parts_of(seen.values).items():
        n = np.bincount(values)
        known = np.flatnonzero(n >= _FEWEST)
        row = np.zeros(len(n), dtype=np.int32)
        row[known] = next_row + np.arange(len(known))
        ids.append(row[values])
        keys.append(pl.Series(known).cast(pl.String))
        templates += [name] * len(known)
        next_row += len(known)
    return Rows(
        np.stack(ids, axis=1), pl.Series(templates), pl.concat([k.alias("key") for k in keys])
    )


def _learn(
    samples: Samples,
    rows: Rows,
    weights: Weights,
    batch: tuple[np.ndarray, np.ndarray],
    random: np.random.Generator,
) -> None:
    """One batch of runs: the first candidate and the length of each."""
    first, length = batch
    at = ranges(first, length)
    ids = rows.ids[at]
    kept = random.random(ids.shape, dtype=np.float32) >= _DROPPED
    token, column = np.nonzero(kept & (ids > 0))
    flat = ids[token, column]
    begin = np.searchsorted(token, np.arange(len(at)))
    scores = _sums(weights.rows[flat], begin, len(token)) / (1 - _DROPPED)

    begins = np.zeros(len(at), dtype=bool)
    begins[np.cumsum(length) - length] = True
    runs = Runs.of(begins)
    scores, transitions = scores.astype(np.float64), legal(weights.transitions)
    free = believe(bounded(scores, runs), transitions, runs)
    allowed = np.where(samples.allowed[at], scores, _FORBIDDEN)
    held = believe(bounded(allowed, runs), transitions, runs)
    weight = samples.weight[at, None]
    gradient = (runs.by_row(free.labels - held.labels) * weight).astype(np.float32)

    order = np.argsort(flat, kind="stable")
    chosen, low = np.unique(flat[order], return_index=True)
    summed = np.add.reduceat(gradient[token[order]], low)
    weights.step(chosen, summed, free.transitions - held.transitions)


def _sums(values: np.ndarray, begin: np.ndarray, n: int) -> np.ndarray:
    """Sums of rows from every beginning to the next; zero where nothing lies between."""
    padded = np.concatenate((values, np.zeros((1, values.shape[1]), dtype=values.dtype)))
    sums = np.add.reduceat(padded, begin)
    sums[np.diff(np.append(begin, n)) == 0] = 0
    return sums


def _write(folder: Path, rows: Rows, weights: Weights) -> int:
    """The averaged weights, without the rows that hardly say anything."""
    averaged = weights.total[1:] / weights.n
    telling = np.flatnonzero(np.abs(averaged).max(axis=1) >= _LEAST_WEIGHT)
    transitions = (weights.total_transitions / weights.n).astype(np.float32)
    labels = pl.Series([*(str(number) for number in range(N_LABELS)), "0"])
    write_weights(
        folder,
        pl.concat(
            [rows.templates.gather(telling), pl.Series([*["transition"] * N_LABELS, "prior"])]
        ),
        pl.concat([rows.keys.gather(telling), labels.alias("key")]),
        np.concatenate((averaged[telling], transitions, _prior())),
    )
    return len(telling)


def _prior() -> np.ndarray:
    """What every token begins with, as a table of one row."""
    prior = np.zeros((1, N_LABELS), dtype=np.float32)
    for kind, score in _PRIORS.items():
        prior[0, 4 * KINDS.index(kind) + np.array([1 + SINGLE, 1 + BEGIN])] = score
    return prior
