"""Groups and ranges in flat arrays."""

import numpy as np
import polars as pl


def ranges(first: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The numbers first, first + 1, … (count of them) of every row, one after the other."""
    return np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - first, count)


def begins(n: int, apart: np.ndarray) -> np.ndarray:
    """Which of n rows begin a group; `apart`: for every row but the last, whether it ends one."""
    flags = np.ones(n, dtype=bool)
    flags[1:] = apart
    return flags


def ends(n: int, apart: np.ndarray) -> np.ndarray:
    """Which of n rows end a group."""
    flags = np.ones(n, dtype=bool)
    flags[:-1] = apart
    return flags


def with_edge(values: np.ndarray, edge: int) -> np.ndarray:
    """Values with one more behind the last, of their type."""
    longer = np.empty(len(values) + 1, dtype=values.dtype)
    longer[:-1], longer[-1] = values, edge
    return longer


def among(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which values are among some others; hashes, where `np.isin` sorts."""
    return pl.Series(values).is_in(pl.Series(known).implode()).to_numpy()


def running(flags: np.ndarray) -> np.ndarray:
    """How many rows before each row, and before the end, are flagged (Int32, one longer)."""
    counts = np.zeros(len(flags) + 1, dtype=np.int32)
    np.cumsum(flags, dtype=np.int32, out=counts[1:])
    return counts
