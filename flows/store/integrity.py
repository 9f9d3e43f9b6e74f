"""Whether what lies in a warehouse is still what was written there."""

from __future__ import annotations  # as text: see models

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.contracts import DATASETS
from flows.errors import AlongsideError, UsageError
from flows.folders import DATABASE
from flows.quoting import quoted
from flows.store import ledger, snapshots
from flows.store.files import sha256_of
from flows.store.layout import Warehouse
from flows.store.parts import documents_damage, extracted_damage

_ANEW = "`alongside run --full` publishes a new snapshot"
_REPAIRED = "the next `alongside run` makes it anew"


class Finding(NamedTuple):
    """One thing that was looked at."""

    what: str
    rows: int | None = None
    size: int | None = None
    """Bytes."""
    damage: str = ""
    """What is wrong and what to do, in one line; empty where all is well."""


def verify(warehouse: Warehouse, reference: str | None = None) -> Iterator[Finding]:
    """Hold a snapshot against its manifest, and the parts it was made of against their names and
    checksums. Nothing is written.

    Args:
        warehouse: Where the snapshot lies.
        reference: Id, start of an id, or pin; the current one by default.

    Raises:
        UsageError: Nothing is published, or there is no such snapshot.
    """
    try:
        snapshot = snapshots.resolve(warehouse, reference)
        # By its id a snapshot is read without a look at the pointer, which may name it, too.
        if snapshot.id == snapshots.current_id(warehouse):
            snapshots.current(warehouse)
    except UsageError:
        raise
    except AlongsideError as error:
        yield Finding(snapshots.MANIFEST, damage=str(error))
        return
    yield Finding(snapshots.MANIFEST, size=_size(warehouse.snapshot(snapshot.id), "manifest.json"))
    for name in DATASETS:
        yield _dataset(warehouse, snapshot, name)
    yield _database(warehouse, snapshot)
    yield from _parts(warehouse, snapshot)


def _dataset(warehouse: Warehouse, snapshot: snapshots.Snapshot, name: str) -> Finding:
    facts = _facts(snapshot.manifest.get("datasets"), name)
    folder = warehouse.snapshot(snapshot.id)
    damage = _file_damage(folder, facts)
    if not damage:
        try:
            rows = pq.read_metadata(folder / str(facts["path"])).num_rows
            damage = "" if rows == facts.get("rows") else f"has {rows:,} rows"
        except (OSError, pa.ArrowException) as error:
            damage = f"cannot be read: {_first_line(error)}"
    return _published(warehouse, snapshot, name, facts, damage)


def _database(warehouse: Warehouse, snapshot: snapshots.Snapshot) -> Finding:
    facts = _facts(snapshot.manifest, "database")
    damage = _file_damage(warehouse.snapshot(snapshot.id), facts)
    path = warehouse.snapshot(snapshot.id) / DATABASE
    try:
        if not damage:
            with duckdb.connect(str(path), read_only=True) as connection:
                for name in DATASETS:
                    counted = connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()
                    if counted != (_facts(snapshot.manifest["datasets"], name).get("rows"),):
                        damage = f"has other rows in {name} than the manifest says"
    except duckdb.Error as error:
        damage = f"cannot be read: {_first_line(error)}"
    return _published(warehouse, snapshot, DATABASE, facts, damage)


def _parts(warehouse: Warehouse, snapshot: snapshots.Snapshot) -> Iterator[Finding]:
    """The ledger, then all parts it names as one finding, or one for each that is damaged."""
    path = warehouse.ledger(snapshot.id)
    try:
        rows = ledger.read(path)
    except AlongsideError as error:
        yield Finding("ledger", damage=str(error))
        return
    yield Finding("ledger", rows.height, path.stat().st_size)
    keys = rows.get_column("part").drop_nulls().unique().sort().to_list()
    whole = 0
    for key in keys:
        found = {
            f"part {key} of texts": documents_damage(warehouse, key),
            f"what was found in part {key}": extracted_damage(
                warehouse, snapshot.manifest["recipe"], key
            ),
        }
        for what, damage in found.items():
            if damage:
                yield Finding(what, damage=f"{damage}; {_REPAIRED}")
        whole += not any(found.values())
    yield Finding("whole parts", whole)


def _facts(listed: object, name: str) -> dict[str, Any]:
    """What a manifest says of a file; nothing where it is not what a manifest should be."""
    facts = listed.get(name) if isinstance(listed, dict) else None
    return facts if isinstance(facts, dict) else {}


def _file_damage(folder: Path, facts: dict[str, Any]) -> str:
    if not facts.keys() >= {"path", "bytes", "sha256"}:
        return "is not in the manifest"
    path = folder / str(facts["path"])
    try:
        if (size := path.stat().st_size) != facts["bytes"]:
            return f"has {size:,} bytes instead of {facts['bytes']:,}"
        return "" if sha256_of(path) == facts["sha256"] else "does not fit its checksum"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _published(
    warehouse: Warehouse,
    snapshot: snapshots.Snapshot,
    what: str,
    facts: dict[str, Any],
    damage: str,
) -> Finding:
    if damage:
        others = [each for each in snapshots.ids(warehouse) if each != snapshot.id]
        back = f", or `alongside rollback {others[-1]}` returns to another" if others else ""
        return Finding(what, damage=f"{damage}; {_ANEW}{back}")
    return Finding(what, facts.get("rows"), facts["bytes"])


def _size(folder: Path, name: str) -> int:
    return (folder / name).stat().st_size


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
