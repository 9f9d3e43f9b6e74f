"""Collection of what nothing needs any more: snapshots, their ledgers, and parts."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from flows.errors import AlongsideError
from flows.store import ledger, snapshots
from flows.store.files import sync
from flows.store.layout import Warehouse


class Collected(NamedTuple):
    """What was removed."""

    snapshots: list[str]
    parts: int
    size: int
    """Bytes freed."""


def collect(warehouse: Warehouse, keep: int, keep_days: float) -> Collected:
    """Remove snapshots that are not current, pinned, among the `keep` newest or younger than
    `keep_days`, then every part that no ledger left refers to. The caller holds the lock.
    """
    gone = _superfluous(warehouse, keep, keep_days)
    size = sum(_remove(warehouse, warehouse.snapshot(snapshot)) for snapshot in gone)
    published = set(snapshots.ids(warehouse))
    # Whatever a killed run left half written has another name, and goes with the rest.
    for path in sorted(warehouse.ledgers.iterdir()):
        size += 0 if path.stem in published else _remove(warehouse, path)
    parts, recipes = _referenced(warehouse)
    documents = (warehouse.parts / "documents").glob("*")
    rubbish = [path for path in documents if path.stem not in parts]
    for recipe in (warehouse.parts / "extracted").glob("*"):
        if recipe.name in recipes:
            rubbish += [path for path in recipe.iterdir() if path.name not in parts]
        else:
            rubbish.append(recipe)
    for path in rubbish:
        size += _remove(warehouse, path)
    return Collected(gone, len(rubbish), size)


def sweep(warehouse: Warehouse) -> None:
    """Empty the staging folder, where only a run that was killed left anything."""
    for path in warehouse.staging.iterdir():
        _delete(path)


def _superfluous(warehouse: Warehouse, keep: int, keep_days: float) -> list[str]:
    everything = list(snapshots.every(warehouse))
    young = datetime.now(UTC) - timedelta(days=keep_days)
    kept = {snapshots.current_id(warehouse), *snapshots.pins(warehouse).values()}
    kept |= {each.id for each in everything[-keep:]}
    return [each.id for each in everything if each.id not in kept and each.created_at < young]


def _referenced(warehouse: Warehouse) -> tuple[set[str], set[str]]:
    parts: set[str] = set()
    recipes: set[str] = set()
    for snapshot in snapshots.every(warehouse):
        recipes.add(snapshot.manifest["recipe"])
        try:
            rows = ledger.read(warehouse.ledger(snapshot.id))
        except AlongsideError:
            # Without its ledger a snapshot can be read, but no run can build on its parts.
            continue
        parts |= set(rows.get_column("part").drop_nulls().unique())
    return parts, recipes


def _remove(warehouse: Warehouse, path: Path) -> int:
    """Take a path out of sight in one step, then delete it; return its size in bytes."""
    if not path.exists():
        return 0
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    size = sum(file.stat().st_size for file in files)
    aside = warehouse.staging / f"gone-{path.name}"
    _delete(aside)
    path.rename(aside)
    sync(path.parent)
    _delete(aside)
    return size


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
