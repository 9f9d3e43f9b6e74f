"""PageRank of an undirected weighted graph."""

import numpy as np

from flows.network.adjacency import Adjacency

_DAMPING = 0.85
_TOLERANCE = 1e-12


def pagerank(graph: Adjacency) -> np.ndarray:
    """PageRank of each node (Brin & Page 1998): the share of its steps, 0 to 1, that a walker
    spends there who follows an edge, chosen by weight, 85 times in 100 and else begins anywhere.

    Power iteration until the shares move by less than 1e-12 in all; every step brings them closer
    by the damping, so this ends.
    """
    n = len(graph.nodes)
    rows = graph.rows
    chance = graph.weights / graph.strength[graph.neighbours]
    shares, moved = np.full(n, 1 / n), 1.0
    while moved > _TOLERANCE:
        before = shares
        shares = (1 - _DAMPING) / n + _DAMPING * np.bincount(
            rows, chance * before[graph.neighbours]
        )
        moved = float(np.abs(shares - before).sum())
    return shares
