"""The linear chain over many runs at once: best labels, and probabilities of labels.

Runs are sorted by length and their rows laid out step by step: the first rows of all runs, then the
second rows of those that have one, and so on. So step t is one slice, as wide as the runs longer
than t, and continues the front of the slice before it. Tables of scores and probabilities are
[labels, rows by step]. Scores are log potentials; probabilities are computed with scaled potentials
(Rabiner 1989).
"""

from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import NamedTuple, Self

import numpy as np

from flows.tag.labels import N_LABELS, may_begin, may_end, may_follow

_NEVER = -1e4
#: Rows in a block of runs: few enough for the cache, and for products on one core.
_BLOCK = 2_048
#: The labels that may stand before each label.
_BEFORE = [np.flatnonzero(column) for column in may_follow().T]


class Runs(NamedTuple):
    """Runs by falling length.

    `rows`: numbers of all rows, step by step; `last`: place in `rows` of every run's last row;
    `steps`: the slice of `rows` of every step.
    """

    rows: np.ndarray
    last: np.ndarray
    steps: list[slice]

    @classmethod
    def of(cls, begins: np.ndarray) -> Self:
        """Runs of rows, by which rows begin one."""
        return cls._laid_out(*_by_length(begins))

    @classmethod
    def in_blocks(cls, begins: np.ndarray) -> Iterator[Self]:
        """The same in blocks of about `_BLOCK` rows."""
        first, length = _by_length(begins)
        block = np.cumsum(length) // _BLOCK
        cuts = np.flatnonzero(np.diff(block)) + 1
        for low, high in pairwise((0, *cuts.tolist(), len(first))):
            yield cls._laid_out(first[low:high], length[low:high])

    @classmethod
    def _laid_out(cls, first: np.ndarray, length: np.ndarray) -> Self:
        alive = np.searchsorted(-length, -np.arange(length.max(initial=0)), side="left")
        rows = [first[:n] + step for step, n in enumerate(alive)]
        bounds = np.concatenate(([0], np.cumsum(alive)))
        return cls(
            np.concatenate([first[:0], *rows]),
            bounds[length - 1] + np.arange(len(first)),
            [slice(low, high) for low, high in pairwise(bounds)],
        )

    def by_row(self, table: np.ndarray) -> np.ndarray:
        """A table [labels, rows by step] as [rows, labels]."""
        turned = np.empty(table.shape[::-1], dtype=table.dtype)
        turned[self.rows] = table.T
        return turned


def _by_length(begins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First row and length of runs, the longest first."""
    first = np.flatnonzero(begins)
    length = np.diff(first, append=len(begins))
    order = np.argsort(-length, kind="stable")
    return first[order], length[order]


def legal(transitions: np.ndarray) -> np.ndarray:
    """Transition scores with what may not follow made impossible."""
    return np.where(may_follow(), transitions, _NEVER).astype(transitions.dtype)


def bounded(scores: np.ndarray, runs: Runs) -> np.ndarray:
    """Scores [rows, labels] laid out by step, what may not begin or end a run made impossible."""
    table = scores.T.take(runs.rows, axis=1)
    for step in runs.steps[:1]:
        table[~may_begin(), step] += _NEVER
    for step, behind in zip_longest(runs.steps, runs.steps[1:]):
        going_on = behind.stop - behind.start if behind else 0
        table[~may_end(), step.start + going_on : step.stop] += _NEVER
    return table


def best_labels(scores: np.ndarray, transitions: np.ndarray, runs: Runs) -> np.ndarray:
    """The best legal labels (Viterbi) of rows by step; `scores` of `bounded`."""
    total = scores.copy()
    for before, step in _pairs(runs):
        total[:, step] += _best_before(total[:, before], transitions)
    labels = np.zeros(scores.shape[1], dtype=np.int64)
    label = total[:, runs.last].argmax(axis=0)
    for before, step in reversed(_pairs(runs)):
        n = step.stop - step.start
        labels[step] = label[:n]
        label[:n] = (total[:, before] + transitions[:, label[:n]]).argmax(axis=0)
    labels[: len(label)] = label
    return labels


def decode(
    scores: np.ndarray, transitions: np.ndarray, begins: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The best legal label of every row and its probability; `scores` [rows, labels], `transitions`
    of `legal`, `begins`: which rows begin a run.
    """
    labels, sure = np.zeros(len(begins), dtype=np.int64), np.zeros(len(begins))
    for runs in Runs.in_blocks(begins):
        table = bounded(scores, runs)
        labels[runs.rows] = best = best_labels(table, transitions, runs)
        # In double: how products are rounded depends on what else is in the block, and in single
        # that shows now and then in the second digit.
        doubled = table.astype(np.float64), transitions.astype(np.float64)
        sure[runs.rows] = messages(*doubled, runs).of(best)
    return labels, sure


def _pairs(runs: Runs) -> list[tuple[slice, slice]]:
    """Every step but the first, behind the part of the step before that it continues."""
    return [
        (slice(before.start, before.start + step.stop - step.start), step)
        for before, step in pairwise(runs.steps)
    ]


def _best_before(total: np.ndarray, transitions: np.ndarray) -> np.ndarray:
    """For every run and label the best score of a legal label before it."""
    best = np.empty_like(total)
    for label, others in enumerate(_BEFORE):
        paths = total[others] + transitions[others, label, None]
        paths.max(axis=0, out=best[label])
    return best


class Messages(NamedTuple):
    """What forward-backward passes along the runs: tables [labels, rows by step] whose product is
    the probability of every label of every row; `scale` of every row makes them so.
    """

    potential: np.ndarray
    forward: np.ndarray
    backward: np.ndarray
    scale: np.ndarray

    def of(self, labels: np.ndarray) -> np.ndarray:
        """Probability of one label of every row."""
        rows = np.arange(len(labels))
        return self.forward[labels, rows] * self.backward[labels, rows]


def messages(scores: np.ndarray, transitions: np.ndarray, runs: Runs) -> Messages:
    """Forward-backward: `scores` of `bounded`, `transitions` of `legal`."""
    potential, step_potential = scores - scores.max(axis=0), np.exp(transitions)
    np.exp(potential, out=potential)
    forward, scale = potential.copy(), np.ones(scores.shape[1], dtype=scores.dtype)
    for step in runs.steps[:1]:
        _to_one(forward, scale, step)
    for before, step in _pairs(runs):
        forward[:, step] *= step_potential.T @ forward[:, before]
        _to_one(forward, scale, step)
    backward = np.ones_like(potential)
    for before, step in reversed(_pairs(runs)):
        ahead = potential[:, step] * backward[:, step] / scale[step]
        backward[:, before] = step_potential @ ahead
    return Messages(potential, forward, backward, scale)


class Beliefs(NamedTuple):
    """Probability of every label of every row, rows by step, and expected transitions."""

    labels: np.ndarray
    transitions: np.ndarray


def believe(scores: np.ndarray, transitions: np.ndarray, runs: Runs) -> Beliefs:
    """What training compares: `scores` of `bounded`, `transitions` of `legal`."""
    potential, forward, backward, scale = messages(scores, transitions, runs)
    expected = np.zeros((N_LABELS, N_LABELS), dtype=scores.dtype)
    for before, step in reversed(_pairs(runs)):
        ahead = potential[:, step] * backward[:, step] / scale[step]
        expected += (forward[:, before] @ ahead.T) * np.exp(transitions)
    return Beliefs(forward * backward, expected)


def _to_one(forward: np.ndarray, scale: np.ndarray, step: slice) -> None:
    """Scale the potentials of a step, so that each row's sum to one."""
    scale[step] = forward[:, step].sum(axis=0)
    forward[:, step] /= scale[step]
