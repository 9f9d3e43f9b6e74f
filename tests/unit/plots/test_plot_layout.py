"""Where things are drawn: networks, labels, rows of a matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flows.plots.labels import Label, put_labels
from flows.plots.seriation import seriated
from flows.plots.stress import network_layout

_EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20)


@given(_EDGES)
def test_nodes_lie_in_the_unit_square_and_apart(edges: list[tuple[int, int]]) -> None:
    places = network_layout(12, np.array(edges, dtype=np.int64).reshape(-1, 2))
    assert places.shape == (12, 2)
    assert ((places >= -1e-9) & (places <= 1 + 1e-9)).all()
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)[np.triu_indices(12, 1)]
    assert apart.min() > 0.005


def test_a_path_is_drawn_as_a_line() -> None:
    places = network_layout(4, np.array([(0, 1), (1, 2), (2, 3)]))
    assert sorted(places[:, 0]) in (list(places[:, 0]), list(places[::-1, 0]))
    assert np.diff(np.sort(places[:, 0])) == pytest.approx([1 / 3] * 3, abs=0.01)


def test_one_node_lies_in_the_middle() -> None:
    assert network_layout(1, np.empty((0, 2), dtype=np.int64)).tolist() == [[0.5, 0.5]]


def test_rows_of_a_band_come_in_their_order() -> None:
    scrambled = np.array([3, 0, 4, 1, 5, 2])
    near = (np.abs(scrambled[:, None] - scrambled[None]) == 1).astype(float)
    order = scrambled[seriated(near)].tolist()
    assert order in ([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0])


@given(st.integers(0, 8), st.randoms(use_true_random=False))
def test_every_row_has_its_place(count: int, random: object) -> None:
    near = np.array([[random.random() > 0.6 for _ in range(count)] for _ in range(count)])  # type: ignore[attr-defined]
    order = seriated(np.maximum(near, near.T).astype(float).reshape(count, count))
    assert sorted(order.tolist()) == list(range(count))


def _axes() -> tuple[Figure, object]:
    figure = Figure(figsize=(6, 4))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return figure, axes


def test_labels_of_close_points_do_not_overlap() -> None:
    figure, axes = _axes()
    labels = [Label(f"Name {n}", 0.5 + n / 50, 0.5, 2, 9) for n in range(5)]
    assert put_labels(axes, labels, all_of_them=True) == 5  # type: ignore[arg-type]
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    pairs = [(a, b) for number, a in enumerate(boxes) for b in boxes[:number]]
    assert not any(a.overlaps(b) for a, b in pairs)


def test_labels_without_room_are_left_out() -> None:
    _, axes = _axes()
    labels = [Label("A rather long name", 0.5, 0.5, 2, 9)] * 40
    assert put_labels(axes, labels, all_of_them=False) < 40  # type: ignore[arg-type]
    assert put_labels(axes, [], all_of_them=False) == 0  # type: ignore[arg-type]
