"""Undirected weighted graphs as compressed sparse rows: each node's neighbours in one run."""

from typing import NamedTuple

import numpy as np


class Adjacency(NamedTuple):
    """A symmetric matrix: the neighbours of node i are `neighbours[starts[i]:starts[i + 1]]`."""

    nodes: np.ndarray
    starts: np.ndarray
    neighbours: np.ndarray
    weights: np.ndarray

    @property
    def rows(self) -> np.ndarray:
        """The node that each entry belongs to, beside `neighbours`."""
        return np.repeat(np.arange(len(self.nodes), dtype=np.int32), self.degree)

    @property
    def degree(self) -> np.ndarray:
        """Neighbours of each node."""
        return np.diff(self.starts)

    @property
    def strength(self) -> np.ndarray:
        """Sum of each node's weights, its weighted degree."""
        return np.bincount(self.rows, self.weights)


def adjacency(a: np.ndarray, b: np.ndarray, weights: np.ndarray) -> Adjacency:
    """The graph with an edge between each a and b (node numbers, no pair twice, none with itself).

    Nodes and neighbours are in the order of their numbers, whatever the order of the edges.
    """
    nodes, places = np.unique(np.concatenate((a, b)), return_inverse=True)
    others = np.concatenate((places[len(a) :], places[: len(a)]))
    order = np.lexsort((others, places))
    starts = np.concatenate(([0], np.cumsum(np.bincount(places, minlength=len(nodes)))))
    return Adjacency(
        nodes,
        starts.astype(np.int64),
        others[order].astype(np.int32),
        np.concatenate((weights, weights))[order].astype(np.float64),
    )
