"""What a snapshot changed, as it was published with it."""

from typing import NamedTuple

import polars as pl

from flows.store.layout import Warehouse
from flows.store.snapshots import Snapshot, dataset_path


class Compared(NamedTuple):
    """One snapshot against another."""

    changes: pl.DataFrame
    """Contract `Changes`."""
    movements: pl.DataFrame
    """Contract `Movements`."""


def read(warehouse: Warehouse, snapshot: Snapshot) -> Compared:
    """The reports of a snapshot: what it changes of the one before.

    Raises:
        UsageError: It was published without any.
    """
    paths = (dataset_path(warehouse, snapshot, name) for name in Compared._fields)
    return Compared(*(pl.read_parquet(path, glob=False) for path in paths))
