from datetime import UTC, datetime

import pytest

from flows.errors import AlongsideError, UsageError
from flows.store import Warehouse, snapshots
from tests.unit.store.rows import AddSnapshot


def test_ids_are_numbered_and_say_what_went_in(add: AddSnapshot, warehouse: Warehouse) -> None:
    assert [add("abcdef01"), add("23456789")] == ["000001-abcdef01", "000002-23456789"]
    assert snapshots.ids(warehouse) == ["000001-abcdef01", "000002-23456789"]
    assert snapshots.current_id(warehouse) == "000002-23456789"


def test_a_snapshot_is_known_by_id_beginning_or_pin(add: AddSnapshot, warehouse: Warehouse) -> None:
    first, second = add("abcdef01"), add("23456789")
    snapshots.pin(warehouse, "before", first)
    for reference in (first, "000001", "000001-ab", "before"):
        assert snapshots.resolve(warehouse, reference).id == first
    assert snapshots.resolve(warehouse, None).id == second
    assert snapshots.resolve(warehouse, None).created_at < datetime.now(UTC)


def test_a_beginning_that_fits_two_is_refused(add: AddSnapshot, warehouse: Warehouse) -> None:
    add("abcdef01")
    add("23456789")
    with pytest.raises(UsageError, match=r"several snapshots begin with '00000'.*000001.*000002"):
        snapshots.resolve(warehouse, "00000")


@pytest.mark.parametrize("reference", ["000009", "nope", "..", "../..", "", "/", "000001-abcdef0/"])
def test_what_is_no_snapshot_is_refused(
    add: AddSnapshot, warehouse: Warehouse, reference: str
) -> None:
    add()
    add("23456789")
    with pytest.raises(UsageError):
        snapshots.resolve(warehouse, reference)


def test_an_empty_warehouse_has_no_snapshot(warehouse: Warehouse) -> None:
    assert snapshots.current(warehouse) is None
    assert list(snapshots.every(warehouse)) == []
    with pytest.raises(UsageError, match="run `alongside run` first"):
        snapshots.resolve(warehouse, None)


def test_a_damaged_pointer_is_told(add: AddSnapshot, warehouse: Warehouse) -> None:
    add()
    warehouse.pointer.write_text("{")
    with pytest.raises(AlongsideError, match=r"CURRENT\.json is damaged"):
        snapshots.current_id(warehouse)


def test_rollback_and_the_next_id(add: AddSnapshot, warehouse: Warehouse) -> None:
    first, second = add(), add()
    assert snapshots.rollback(warehouse, "000001").id == first
    assert snapshots.current_id(warehouse) == first
    assert snapshots.next_id(warehouse, "f" * 64) == "000003-ffffffff"
    assert second in snapshots.ids(warehouse)


@pytest.mark.parametrize("name", ["", "  ", "000001-abcdef01"])
def test_a_pin_needs_a_name_that_is_no_id(
    add: AddSnapshot, warehouse: Warehouse, name: str
) -> None:
    add()
    with pytest.raises(UsageError, match="cannot be the name of a pin"):
        snapshots.pin(warehouse, name, None)


def test_a_pin_can_be_moved(add: AddSnapshot, warehouse: Warehouse) -> None:
    first, second = add(), add()
    snapshots.pin(warehouse, "here", first)
    snapshots.pin(warehouse, "there", None)
    snapshots.pin(warehouse, "here", second)
    assert snapshots.pins(warehouse) == {"here": second, "there": second}


def test_a_dataset_has_one_file(add: AddSnapshot, warehouse: Warehouse) -> None:
    add()
    snapshot = snapshots.resolve(warehouse, None)
    path = snapshots.dataset_path(warehouse, snapshot, "mentions")
    assert path == warehouse.snapshot(snapshot.id) / "mentions" / "data.parquet"
    with pytest.raises(UsageError, match="there is no dataset 'nope'; there are mentions, changes"):
        snapshots.dataset_path(warehouse, snapshot, "nope")
    assert snapshots.dataset_path(warehouse, snapshot, "changes").parent.name == "changes"
