"""What a run came to, for whoever called it."""

from typing import Any, NamedTuple

import polars as pl

from flows.store.ledger import Tally


class Outcome(NamedTuple):
    """Result of a run.

    `snapshot` is None where nothing had changed, and then `rows` is empty; `current` is what
    readers see now.
    """

    snapshot: str | None
    current: str | None
    tally: Tally
    rows: dict[str, int]
    seconds: dict[str, float]
    """Wall-clock seconds per step; reading and extracting overlap."""
    quarantine: pl.DataFrame
    """Contract `Quarantine`."""
    warnings: pl.DataFrame | None
    """Metadata that could not be read of texts that were taken: `source_uri, detail`."""
    repaired: list[str]
    """Parts that were lost or damaged and have been made anew, each with what was wrong."""

    def summary(self) -> dict[str, Any]:
        """The outcome for programs: plain values, counts instead of rows."""
        return {
            "outcome": "unchanged" if self.snapshot is None else "published",
            "snapshot": self.current,
            "texts": self.tally._asdict(),
            "rows": self.rows,
            "repaired": self.repaired,
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
        }
