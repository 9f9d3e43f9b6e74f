"""Collection of what nothing needs any more: snapshots, their ledgers, and parts."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flows.errors import AlongsideError
from flows.store import ledger, snapshots
from flows.store.layout import Warehouse
from flows.store.parts import CHECKSUM
from flows.store.rubbish import discard


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
    size = sum(discard(warehouse, warehouse.snapshot(snapshot)) for snapshot in gone)
    published = set(snapshots.ids(warehouse))
    # Whatever a killed run left half written has another name, and goes with the rest.
    for path in sorted(warehouse.ledgers.iterdir()):
        size += 0 if path.stem in published else discard(warehouse, path)
    parts, recipes = _referenced(warehouse)
    documents = (warehouse.parts / "documents").glob("*")
    rubbish = [path for path in documents if path.stem not in parts]
    for recipe in (warehouse.parts / "extracted").glob("*"):
        if recipe.name in recipes:
            rubbish += [path for path in recipe.iterdir() if path.name not in parts]
        else:
            rubbish.append(recipe)
    for path in rubbish:
        size += discard(warehouse, path)
    # A batch of texts and its checksum are one part.
    return Collected(gone, sum(path.suffix != CHECKSUM for path in rubbish), size)


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
