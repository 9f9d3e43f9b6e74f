"""Published snapshots: which there are, which is current, and how to read one."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from flows.contracts import TABLES
from flows.errors import AlongsideError, UsageError
from flows.store.build import DATABASE
from flows.store.export import DATA_FILE
from flows.store.files import replace_atomically, replace_symlink
from flows.store.layout import Warehouse
from flows.store.lock import exclusive

MANIFEST = "manifest.json"


class Snapshot(NamedTuple):
    """A published snapshot: its id and its manifest."""

    id: str
    manifest: dict[str, Any]

    @property
    def created_at(self) -> datetime:
        """When it was published, UTC."""
        return datetime.fromisoformat(self.manifest["created_at"])


def current_id(warehouse: Warehouse) -> str | None:
    """Id of the current snapshot, None in a warehouse without one.

    Raises:
        AlongsideError: The pointer cannot be read.
    """
    try:
        return json.loads(warehouse.pointer.read_text(encoding="utf-8"))["snapshot"]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError) as error:
        raise AlongsideError(f"{warehouse.pointer} cannot be read: {error}") from error


def read(warehouse: Warehouse, snapshot: str) -> Snapshot:
    """One snapshot by its id.

    Raises:
        UsageError: There is no such snapshot.
    """
    path = warehouse.snapshot(snapshot) / MANIFEST
    # An id is one folder name: nothing that leads elsewhere is looked up.
    if not _is_id(snapshot) or not path.is_file():
        raise UsageError(f"there is no snapshot {snapshot!r} in {warehouse.folder}")
    return Snapshot(snapshot, json.loads(path.read_text(encoding="utf-8")))


def current(warehouse: Warehouse) -> Snapshot | None:
    """The current snapshot, None in a warehouse without one."""
    snapshot = current_id(warehouse)
    return None if snapshot is None else read(warehouse, snapshot)


def resolve(warehouse: Warehouse, reference: str | None) -> Snapshot:
    """The snapshot a user means: an id, the start of one, a pin, or the current one for None.

    Raises:
        UsageError: Nothing or more than one snapshot fits.
    """
    if reference is None:
        snapshot = current(warehouse)
        if snapshot is None:
            message = f"nothing is published in {warehouse.folder} yet: run `alongside run` first"
            raise UsageError(message)
        return snapshot
    if reference in (named := pins(warehouse)):
        return read(warehouse, named[reference])
    fitting = [each for each in ids(warehouse) if each.startswith(reference)]
    if len(fitting) > 1:
        raise UsageError(f"several snapshots begin with {reference!r}: {', '.join(fitting)}")
    return read(warehouse, fitting[0] if fitting else reference)


def ids(warehouse: Warehouse) -> list[str]:
    """Ids of all published snapshots, oldest first."""
    if not warehouse.snapshots.is_dir():
        return []
    return sorted(path.name for path in warehouse.snapshots.iterdir() if _is_id(path.name))


def every(warehouse: Warehouse) -> Iterator[Snapshot]:
    """All published snapshots, oldest first."""
    return (read(warehouse, each) for each in ids(warehouse))


def dataset_path(warehouse: Warehouse, snapshot: Snapshot, dataset: str) -> Path:
    """The Parquet file of a dataset.

    Raises:
        UsageError: There is no such dataset.
    """
    if dataset not in TABLES:
        raise UsageError(f"there is no dataset {dataset!r}; there are {', '.join(TABLES)}")
    return warehouse.snapshot(snapshot.id) / dataset / DATA_FILE


def next_id(warehouse: Warehouse, inputs_sha256: str) -> str:
    """An id after all others: a running number, and the start of the hash of its inputs."""
    last = max((int(each[:6]) for each in ids(warehouse)), default=0)
    return f"{last + 1:06d}-{inputs_sha256[:8]}"


def commit(warehouse: Warehouse, snapshot: str) -> None:
    """Make a published snapshot the current one: this replacement is the commit."""
    manifest = (warehouse.snapshot(snapshot) / MANIFEST).read_bytes()
    pointer = {"snapshot": snapshot, "manifest_sha256": hashlib.sha256(manifest).hexdigest()}
    text = json.dumps(pointer, indent=2) + "\n"
    replace_atomically(warehouse.pointer, lambda path: path.write_text(text, encoding="utf-8"))


def link(warehouse: Warehouse) -> None:
    """Point `alongside.duckdb` at the current snapshot's file."""
    snapshot = current_id(warehouse)
    if snapshot is not None:
        replace_symlink(warehouse.database, warehouse.snapshot(snapshot) / DATABASE)


def rollback(warehouse: Warehouse, reference: str) -> Snapshot:
    """Make an earlier snapshot the current one.

    Raises:
        UsageError: There is no such snapshot.
        WarehouseLocked: A run is writing.
    """
    with exclusive(warehouse):
        snapshot = resolve(warehouse, reference)
        commit(warehouse, snapshot.id)
        link(warehouse)
    return snapshot


def pins(warehouse: Warehouse) -> dict[str, str]:
    """Names given to snapshots: name -> id."""
    if not warehouse.pins.exists():
        return {}
    return json.loads(warehouse.pins.read_text(encoding="utf-8"))


def pin(warehouse: Warehouse, name: str, reference: str | None) -> Snapshot:
    """Give a snapshot a name, which also keeps it from being collected.

    Raises:
        UsageError: There is no such snapshot, or the name looks like a snapshot's id.
    """
    if _is_id(name) or not name.strip():
        raise UsageError(f"{name!r} cannot be the name of a pin: it looks like a snapshot's id")
    with exclusive(warehouse):
        snapshot = resolve(warehouse, reference)
        text = json.dumps(pins(warehouse) | {name: snapshot.id}, indent=2, sort_keys=True) + "\n"
        replace_atomically(warehouse.pins, lambda path: path.write_text(text, encoding="utf-8"))
    return snapshot


def _is_id(name: str) -> bool:
    number, _, tail = name.partition("-")
    return len(number) == 6 and number.isdigit() and len(tail) == 8 and tail.isalnum()
