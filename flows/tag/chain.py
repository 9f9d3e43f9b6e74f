"""The linear chain over many runs at once: best labels, and probabilities of labels.

Runs are sorted by length, so that step t works on the runs that are longer than t: a prefix.
Scores are log potentials; probabilities are computed with scaled potentials (Rabiner 1989).
"""

from typing import NamedTuple, Self

import numpy as np

from flows.extract.arrays import ranges
from flows.tag.labels import N_LABELS, may_begin, may_end, may_follow

_NEVER = -1e4
#: The labels that may follow each label.
_AFTER = [np.flatnonzero(row) for row in may_follow()]


class Runs(NamedTuple):
    """Runs by falling length: first row of each, length of each, and per step how many go on."""

    first: np.ndarray
    length: np.ndarray
    alive: np.ndarray

    @classmethod
    def of(cls, begins: np.ndarray) -> Self:
        """Runs of rows, by which rows begin one."""
        first = np.flatnonzero(begins)
        length = np.diff(np.append(first, len(begins)))
        order = np.argsort(-length, kind="stable")
        first, length = first[order], length[order]
        steps = np.arange(length.max(initial=0))
        return cls(first, length, np.searchsorted(-length, -steps, side="left"))


def legal(transitions: np.ndarray) -> np.ndarray:
    """Transition scores with what may not follow made impossible."""
    return np.where(may_follow(), transitions, _NEVER).astype(transitions.dtype)


def bounded(scores: np.ndarray, runs: Runs) -> np.ndarray:
    """Scores with what may not begin or end a run made impossible."""
    scores = scores.copy()
    scores[runs.first] += np.where(may_begin(), 0, _NEVER)
    scores[runs.first + runs.length - 1] += np.where(may_end(), 0, _NEVER)
    return scores


def best_labels(scores: np.ndarray, transitions: np.ndarray, runs: Runs) -> np.ndarray:
    """The best legal labels (Viterbi): `scores` [rows, labels] of `bounded`, one label per row."""
    labels = np.zeros(len(scores), dtype=np.int64)
    if not len(runs.first):
        return labels
    back: list[np.ndarray] = []
    total = scores[runs.first]
    for step, n in enumerate(runs.alive[1:], start=1):
        best, before = _best_before(total[:n], transitions)
        back.append(before)
        total[:n] = best + scores[runs.first[:n] + step]
    label = total.argmax(axis=1)
    for step in range(len(back), 0, -1):
        n = runs.alive[step]
        labels[runs.first[:n] + step] = label[:n]
        label[:n] = back[step - 1][np.arange(n), label[:n]]
    labels[runs.first] = label
    return labels


def _best_before(total: np.ndarray, transitions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For every run and label the best score of a legal label before it, and that label.

    Label by label instead of over a cube of runs, labels and labels: most of the cube is illegal.
    """
    best = np.full_like(total, _NEVER)
    before = np.zeros(total.shape, dtype=np.uint8)
    for label in range(N_LABELS):
        after = _AFTER[label]
        paths = total[:, label, None] + transitions[label, after]
        better = paths > best[:, after]
        best[:, after] = np.where(better, paths, best[:, after])
        before[:, after] = np.where(better, label, before[:, after])
    return best, before


class Beliefs(NamedTuple):
    """Probability of every label of every row, log partition of every run, expected transitions."""

    labels: np.ndarray
    log_z: np.ndarray
    transitions: np.ndarray


def believe(scores: np.ndarray, transitions: np.ndarray, runs: Runs) -> Beliefs:
    """Forward-backward: `scores` of `bounded`, `transitions` of `legal`."""
    high = scores.max(axis=1, keepdims=True)
    potential, step_potential = np.exp(scores - high), np.exp(transitions)
    forward, scale = np.empty_like(potential), np.ones(len(scores), dtype=potential.dtype)
    for step, n in enumerate(runs.alive):
        at = runs.first[:n] + step
        here = potential[at] if step == 0 else (forward[at - 1] @ step_potential) * potential[at]
        scale[at] = here.sum(axis=1)
        forward[at] = here / scale[at, None]
    backward = np.ones_like(potential)
    expected = np.zeros((N_LABELS, N_LABELS), dtype=potential.dtype)
    for step in range(len(runs.alive) - 1, 0, -1):
        at = runs.first[: runs.alive[step]] + step
        ahead = potential[at] * backward[at] / scale[at, None]
        backward[at - 1] = ahead @ step_potential.T
        expected += (forward[at - 1].T @ ahead) * step_potential
    run = np.repeat(np.arange(len(runs.first)), runs.length)
    rows = ranges(runs.first, runs.length)
    log_z = np.bincount(run, (np.log(scale) + high[:, 0])[rows], minlength=len(runs.first))
    return Beliefs(forward * backward, log_z, expected)
