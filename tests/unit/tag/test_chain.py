"""The vectorised chain against every path written out."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.tag.chain import Runs, believe, best_labels, bounded, decode, legal
from flows.tag.labels import N_LABELS, Names, collect, may_begin, may_end, may_follow, spread


def paths(scores, transitions):
    """Every legal path of one run with its score."""
    follow, begin, end = may_follow(), may_begin(), may_end()
    for path in product(range(N_LABELS), repeat=len(scores)):
        steps = list(pairwise(path))
        if begin[path[0]] and end[path[-1]] and all(follow[step] for step in steps):
            own = sum(scores[row, label] for row, label in enumerate(path))
            yield path, own + sum(transitions[step] for step in steps)


@pytest.fixture(scope="module")
def example():
    random = np.random.default_rng(1)
    scores = random.normal(size=(6, N_LABELS))
    return scores, random.normal(size=(N_LABELS, N_LABELS)), np.array([1, 0, 1, 1, 0, 0], bool)


def test_best_labels_are_the_best_path_of_each_run(example):
    scores, transitions, begins = example
    runs = Runs.of(begins)
    labels = np.zeros(len(scores), dtype=np.int64)
    labels[runs.rows] = best_labels(bounded(scores, runs), legal(transitions), runs)
    for low, high in ((0, 2), (2, 3), (3, 6)):
        best = max(paths(scores[low:high], transitions), key=lambda path: path[1])
        assert tuple(labels[low:high]) == best[0]


def test_beliefs_are_shares_of_all_paths(example):
    scores, transitions, begins = example
    runs = Runs.of(begins)
    beliefs = believe(bounded(scores, runs), legal(transitions), runs)
    labels = runs.by_row(beliefs.labels)
    every = list(paths(scores[3:6], transitions))
    weights = np.exp([score for _, score in every])
    for row in range(3):
        share = np.zeros(N_LABELS)
        np.add.at(share, [path[row] for path, _ in every], weights / weights.sum())
        np.testing.assert_allclose(labels[3 + row], share, atol=1e-9)


def test_blocks_of_runs_say_what_all_runs_together_say():
    random = np.random.default_rng(2)
    begins = random.random(9_000) < 0.4
    begins[0] = True
    scores = random.normal(size=(len(begins), N_LABELS))
    transitions = legal(random.normal(size=(N_LABELS, N_LABELS)))
    labels, sure = decode(scores, transitions, begins)
    runs = Runs.of(begins)
    assert len(list(Runs.in_blocks(begins))) > 1
    table = bounded(scores, runs)
    assert (labels[runs.rows] == best_labels(table, transitions, runs)).all()
    believed = runs.by_row(believe(table, transitions, runs).labels)
    np.testing.assert_allclose(sure, believed[np.arange(len(begins)), labels], atol=1e-9)


def test_no_runs_have_no_labels():
    runs = Runs.of(np.zeros(0, dtype=bool))
    scores = np.zeros((0, N_LABELS))
    assert len(best_labels(bounded(scores, runs), np.zeros((N_LABELS, N_LABELS)), runs)) == 0


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 2)), max_size=6))
def test_labels_and_names_say_the_same(parts):
    """Names of some lengths and kinds with gaps between them survive labelling."""
    at = 0
    first, last, kind = [], [], []
    for length, which, gap in parts:
        first.append(at)
        last.append(at + length - 1)
        kind.append(which)
        at += length + gap
    names = Names(*(np.array(part, dtype=np.int64) for part in (first, last, kind)))
    labels = np.zeros(at, dtype=np.int64)
    where, label = spread(names)
    labels[where] = label
    for mine, other in zip(collect(np.arange(at), labels), names, strict=True):
        np.testing.assert_array_equal(mine, other)
