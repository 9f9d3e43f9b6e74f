"""Which pairs a picture shows."""

from collections.abc import Sequence
from typing import NamedTuple


class Selection(NamedTuple):
    """What pairs must be to be drawn, and how many are.

    Args:
        ids: Entities whose neighbourhood is wanted; none for all.
        kinds: Kinds of entities; none for all.
        scope: sentence, paragraph or document.
        max_q: The largest q-value.
        min_count: The least number of units that name both.
        by: The column of `cooccurrences` that makes a pair strong.
        limit: How many pairs, or of a matrix entities.
    """

    ids: Sequence[str] = ()
    kinds: Sequence[str] = ()
    scope: str = "sentence"
    max_q: float = 0.05
    min_count: int = 2
    by: str = "log_likelihood"
    limit: int = 50
