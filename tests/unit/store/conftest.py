"""A warehouse folder with snapshots in it that no run made: a manifest and a ledger each."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.store import Warehouse, ledger, snapshots
from tests.unit.store.rows import AddSnapshot, ledger_rows


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    place = Warehouse.at(tmp_path / "warehouse")
    place.create()
    return place


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
        facts = {"created_at": created.isoformat(), "recipe": recipe}
        manifest = facts | {"datasets": {"mentions": {}}, "reports": {"changes": {}}}
        (folder / snapshots.MANIFEST).write_text(json.dumps(manifest))
        rows = ledger_rows(a="1").with_columns(part=pl.lit(part))
        ledger.write(warehouse.ledger(snapshot), rows)
        snapshots.commit(warehouse, snapshot)
        return snapshot

    return add_snapshot
