"""A warehouse folder with snapshots in it that no run made: a manifest and a ledger each."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.contracts import Ledger
from flows.store import Warehouse, ledger, snapshots

AddSnapshot = Callable[..., str]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    place = Warehouse.at(tmp_path / "warehouse")
    place.create()
    return place


def ledger_rows(**texts: str) -> pl.DataFrame:
    """Loaded texts by id: their content, of which the ledger keeps a stand-in for the hash."""
    rows = [
        {
            "root": "r",
            "path": name,
            "source_uri": f"r/{name}",
            "outcome": "loaded",
            "doc_id": name,
            "content_sha256": content,
            "row_sha256": content,
            "part": "part",
        }
        for name, content in texts.items()
    ]
    columns = {name: column.dtype for name, column in Ledger.columns().items()}
    return pl.DataFrame(rows, schema=columns)


@pytest.fixture
def add(warehouse: Warehouse) -> AddSnapshot:
    """Put a snapshot in place and make it current."""

    def add_snapshot(
        tail: str = "abcdef01", *, days_old: float = 0, part: str = "part", recipe: str = "recipe"
    ) -> str:
        snapshot = snapshots.next_id(warehouse, tail * 8)
        folder = warehouse.snapshot(snapshot)
        folder.mkdir()
        created = datetime.now(UTC) - timedelta(days=days_old)
        manifest = {"created_at": created.isoformat(), "recipe": recipe}
        (folder / snapshots.MANIFEST).write_text(json.dumps(manifest))
        rows = ledger_rows(a="1").with_columns(part=pl.lit(part))
        ledger.write(warehouse.ledger(snapshot), rows)
        snapshots.commit(warehouse, snapshot)
        return snapshot

    return add_snapshot
