"""What objects of a store were when they were last read, so that they need not be read again.

A run without this reads every object and comes to the same, so nothing is lost with it. An object
is as it was where its store lists it with the same size and time. That time may be no finer than a
second, in which it could be replaced once more, so an object is remembered only once it is old.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.store.files import replace_atomically
from flows.store.layout import Warehouse

#: More than the clocks of a store and of this machine differ by.
_OLD: Final = timedelta(hours=1)
_ROWS: Final = pl.Schema(
    {
        "root": pl.String,
        "address": pl.String,
        "size": pl.Int64,
        "modified_at": pl.Datetime("us", "UTC"),
        "sha256": pl.String,
    }
)


class Seen(NamedTuple):
    """An object of a root, as its store lists it."""

    root: str
    address: str
    size: int
    modified_at: datetime


class Remembered:
    """SHA-256 of objects by what they were listed as; the caller holds the warehouse's lock."""

    def __init__(self, warehouse: Warehouse, now: datetime | None = None) -> None:
        """`now` is a time before anything is listed."""
        self._warehouse = warehouse
        self._old = (now or datetime.now(UTC)) - _OLD
        self._before = _read(warehouse)
        self._now: dict[Seen, str] = {}

    def sha256(self, seen: Seen) -> str | None:
        """SHA-256 of an object that is as it was, or None where it has to be read."""
        return self._before.get(seen)

    def note(self, seen: Seen, sha256: str) -> None:
        """Remember what an object holds."""
        if seen.modified_at < self._old:
            self._now[seen] = sha256

    def write(self, roots: Collection[str], refreshed: Collection[str]) -> None:
        """Keep what was noted, and what is known of those of `roots` that were not refreshed."""
        kept = {
            seen: sha256
            for seen, sha256 in self._before.items()
            if seen.root in roots and seen.root not in refreshed
        } | self._now
        if kept == self._before:
            return
        rows = [(*seen, sha256) for seen, sha256 in sorted(kept.items())]
        table = pl.DataFrame(rows, schema=_ROWS, orient="row").to_arrow(
            compat_level=pl.CompatLevel.oldest()
        )
        replace_atomically(
            self._warehouse.objects,
            lambda file: pq.write_table(table, file, write_page_checksum=True),
        )


def _read(warehouse: Warehouse) -> dict[Seen, str]:
    """Nothing is remembered where the file is missing, damaged, or of other columns."""
    try:
        table = pq.read_table(warehouse.objects, page_checksum_verification=True)
        rows = pl.DataFrame(table).match_to_schema(_ROWS).rows()
    except (OSError, ValueError, pa.ArrowException, pl.exceptions.PolarsError):
        return {}
    return {Seen(*row[:-1]): row[-1] for row in rows}
