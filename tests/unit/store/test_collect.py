from pathlib import Path

from flows.store import Warehouse, snapshots
from flows.store.collect import collect
from flows.store.files import replace_atomically
from flows.store.rubbish import sweep
from tests.unit.store.rows import AddSnapshot


def put(path: Path, size: int = 10) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    return path


def test_the_newest_stay(add: AddSnapshot, warehouse: Warehouse) -> None:
    one, two, three = (add(days_old=9) for _ in range(3))
    gone = collect(warehouse, keep=2, keep_days=1)
    assert gone.snapshots == [one]
    assert gone.size > 0
    assert snapshots.ids(warehouse) == [two, three]
    assert sorted(path.stem for path in warehouse.ledgers.iterdir()) == [two, three]
    assert list(warehouse.staging.iterdir()) == []


def test_what_is_young_stays(add: AddSnapshot, warehouse: Warehouse) -> None:
    old, young = add(days_old=2), add(days_old=0.5)
    add(days_old=0.1)
    assert collect(warehouse, keep=1, keep_days=1).snapshots == [old]
    assert young in snapshots.ids(warehouse)


def test_current_and_pinned_stay(add: AddSnapshot, warehouse: Warehouse) -> None:
    pinned, current, _, newest = (add(days_old=9) for _ in range(4))
    snapshots.pin(warehouse, "keep", pinned)
    snapshots.rollback(warehouse, current)
    collect(warehouse, keep=1, keep_days=0)
    assert snapshots.ids(warehouse) == [pinned, current, newest]


def test_parts_that_nothing_refers_to_go(add: AddSnapshot, warehouse: Warehouse) -> None:
    documents, extracted = warehouse.parts / "documents", warehouse.parts / "extracted"
    add(part="old", recipe="former", days_old=9)
    add(part="live", recipe="recipe")
    for part in ("old", "live", "never"):
        put(documents / f"{part}.parquet")
        put(documents / f"{part}.sha256")
        for recipe in ("former", "recipe"):
            put(extracted / recipe / part / "mentions.parquet")
    assert collect(warehouse, keep=2, keep_days=0).parts == 3

    assert collect(warehouse, keep=1, keep_days=0).parts == 3
    assert sorted(path.name for path in documents.iterdir()) == ["live.parquet", "live.sha256"]
    left = [path.relative_to(extracted).as_posix() for path in extracted.rglob("*.parquet")]
    assert left == ["recipe/live/mentions.parquet"]
    assert collect(warehouse, keep=1, keep_days=0) == ([], 0, 0)


def test_what_a_killed_run_left_goes(add: AddSnapshot, warehouse: Warehouse) -> None:
    snapshot = add()
    put(warehouse.parts / "documents" / ".live.parquet.123.tmp")
    put(warehouse.ledgers / "000007-abcdef01.parquet")
    put(warehouse.ledgers / f".{snapshot}.parquet.123.tmp")
    collect(warehouse, keep=1, keep_days=0)
    assert list((warehouse.parts / "documents").iterdir()) == []
    assert [path.stem for path in warehouse.ledgers.iterdir()] == [snapshot]


def test_a_lost_ledger_stops_no_collection(add: AddSnapshot, warehouse: Warehouse) -> None:
    warehouse.ledger(add()).unlink()
    add(part="live")
    part = put(warehouse.parts / "documents" / "live.parquet")
    assert collect(warehouse, keep=5, keep_days=1).parts == 0
    assert part.exists()


def test_sweeping_empties_staging(warehouse: Warehouse, tmp_path: Path) -> None:
    outside = put(tmp_path / "outside" / "file")
    put(warehouse.staging / "000002-abcdef01" / "alongside.duckdb")
    put(warehouse.staging / "file")
    (warehouse.staging / "link").symlink_to(outside.parent)
    sweep(warehouse)
    assert list(warehouse.staging.iterdir()) == []
    assert outside.exists()


def test_sweeping_removes_what_was_never_put_in_place(warehouse: Warehouse) -> None:
    mine = put(warehouse.folder / ".mine.tmp")
    half_written: list[Path] = []
    for file in (warehouse.pointer, warehouse.pins, warehouse.objects):
        replace_atomically(file, lambda path: half_written.append(put(path)))
    # As if the writers had been killed before that.
    for path in half_written:
        put(path)
    sweep(warehouse)
    assert list(warehouse.folder.glob(".*.tmp")) == [mine]
    assert warehouse.pins.exists()
