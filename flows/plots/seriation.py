"""An order of rows that brings what belongs together side by side."""

import numpy as np

#: What is nearer than this to zero is zero: eigenvalues carry the noise of the arithmetic.
_ZERO = 1e-9


def seriated(near: np.ndarray) -> np.ndarray:
    """Row numbers of a symmetric matrix of nearness (n, n), none negative, in a telling order.

    By the Fiedler vector (Atkins, Boman & Hendrickson 1998, "A spectral algorithm for seriation and
    the consecutive ones problem"), each connected part by itself, larger parts first.
    """
    parts = _parts(near > 0)
    parts.sort(key=lambda part: (-len(part), part[0]))
    ordered = [part[_fiedler(near[np.ix_(part, part)])] for part in parts]
    return np.concatenate(ordered) if ordered else np.empty(0, dtype=np.int64)


def _parts(joined: np.ndarray) -> list[np.ndarray]:
    """Row numbers of each connected part."""
    part = np.arange(len(joined))
    while True:
        # Every row takes the smallest number among its own and its neighbours'.
        least = np.minimum(
            part, np.where(joined, part[None], len(part)).min(axis=1, initial=len(part))
        )
        if (least == part).all():
            return [np.flatnonzero(part == each) for each in np.unique(part)]
        part = least


def _fiedler(near: np.ndarray) -> np.ndarray:
    """The order of a connected part: that of the Laplacian's second eigenvector."""
    if len(near) < 3:
        return np.arange(len(near))
    _, vectors = np.linalg.eigh(np.diag(near.sum(axis=1)) - near)
    second = vectors[:, 1].round(9)
    # An eigenvector has no sign of its own: the first row that is not zero counts as positive.
    lead = second[np.abs(second) > _ZERO][:1]
    return np.argsort(second * (np.sign(lead[0]) if len(lead) else 1), kind="stable")
