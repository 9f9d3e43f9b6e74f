"""Where the nodes of a network are drawn: as far apart as they are along its edges.

Stress majorization (Gansner, Koren & North 2004, "Graph drawing by stress majorization"). No
randomness: the nodes start on a spiral in the order given. Parts that nothing joins are laid out
one by one, and set in rows.
"""

import numpy as np

_ROUNDS = 300
#: Between parts of the network, in lengths of an edge.
_MARGIN = np.array([1.1, 0.6])
#: Width to height of the whole.
_ASPECT = 1.5
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def network_layout(n_nodes: int, edges: np.ndarray) -> np.ndarray:
    """Coordinates (n, 2) in the unit square of nodes, from the edges' node numbers (m, 2)."""
    steps = _steps(n_nodes, edges)
    joined = np.isfinite(steps)
    # Every node's part is known by its first node.
    first = joined.argmax(axis=1)
    parts = [np.flatnonzero(first == number) for number in np.unique(first)]
    laid = [_lying(_stress(steps[np.ix_(part, part)])) for part in parts]
    # High parts first, so that those of a row are of a height.
    order = sorted(range(len(parts)), key=lambda number: -np.ptp(laid[number][:, 1]).round(3))
    places = np.zeros((n_nodes, 2))
    for number, corner in zip(order, _rows([laid[number] for number in order]), strict=True):
        places[parts[number]] = laid[number] + corner
    low, reach = places.min(axis=0), np.ptp(places, axis=0)
    return np.where(reach > 0, (places - low) / np.where(reach > 0, reach, 1), 0.5)


def _steps(n_nodes: int, edges: np.ndarray) -> np.ndarray:
    """Steps between all nodes (Floyd 1962), infinite where no path leads."""
    steps = np.full((n_nodes, n_nodes), np.inf)
    np.fill_diagonal(steps, 0)
    steps[edges[:, 0], edges[:, 1]] = steps[edges[:, 1], edges[:, 0]] = 1
    for middle in range(n_nodes):
        steps = np.minimum(steps, steps[:, [middle]] + steps[[middle], :])
    return steps


def _stress(steps: np.ndarray) -> np.ndarray:
    """Coordinates whose distances are as near to `steps` as may be, short ones above all."""
    number = np.arange(len(steps))
    weight = np.where(steps > 0, 1 / np.maximum(steps, 1) ** 2, 0)
    inverse = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    turn, radius = number * _GOLDEN_ANGLE, np.sqrt(number)
    places = np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])
    for _ in range(_ROUNDS):
        between = np.linalg.norm(places[:, None] - places[None], axis=2)
        pull = weight * steps / np.where(between > 0, between, 1)
        places = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ places)
    return places


def _lying(places: np.ndarray) -> np.ndarray:
    """The same turned so that its longer side lies, from the origin on."""
    centred = places - places.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    directions = directions[:, ::-1]
    turned = centred @ (directions * np.where(directions.sum(axis=0) < 0, -1, 1))
    return turned - turned.min(axis=0)


def _rows(laid: list[np.ndarray]) -> np.ndarray:
    """The lower left corners of parts that are set side by side in rows, from above."""
    sizes = np.array([np.ptp(each, axis=0) for each in laid]) + _MARGIN
    width = max(np.sqrt(sizes.prod(axis=1).sum() * _ASPECT), sizes[:, 0].max()) + 1e-9
    row = np.zeros(len(sizes), dtype=np.int64)
    used = 0.0
    for number, part_width in enumerate(sizes[:, 0]):
        is_full = used + part_width > width
        row[number] = row[number - 1] + is_full if number else 0
        used = part_width if is_full else used + part_width
    corners, y = np.zeros_like(sizes), 0.0
    for each in range(row[-1] + 1):
        parts = np.flatnonzero(row == each)
        widths, heights = sizes[parts].T
        # What is left of a row is shared out between its parts, but for the last row.
        spare = (width - widths.sum()) / len(parts) if each < row[-1] else 0
        y -= heights.max()
        corners[parts, 0] = np.cumsum(widths + spare) - widths - spare / 2
        corners[parts, 1] = y + (heights.max() - heights) / 2
    return corners
