"""The linked mentions of a batch, as what is said of them asks for them."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl

NO_MENTION: Final = -1


class Named(NamedTuple):
    """Linked mentions by place: tokens first to last (inclusive), and the frame of their rows."""

    first: np.ndarray
    last: np.ndarray
    rows: pl.DataFrame
