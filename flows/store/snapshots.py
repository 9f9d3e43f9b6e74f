"""Published snapshots: which there are, which is current, and how to read one."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from flows.errors import AlongsideError, UsageError
from flows.folders import DATABASE
from flows.store.files import replace_atomically, replace_symlink, sha256_of
from flows.store.layout import DATA_FILE, Warehouse
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
        AlongsideError: The pointer is damaged.
    """
    found = pointer(warehouse)
    return None if found is None else found["snapshot"]


def pointer(warehouse: Warehouse) -> dict[str, str] | None:
    """What CURRENT.json says: `snapshot` and `manifest_sha256`; None where nothing is published.

    Raises:
        AlongsideError: It is damaged.
    """
    try:
        found = json.loads(warehouse.pointer.read_text(encoding="utf-8"))
        _expect(found, "snapshot", "manifest_sha256")
        if not _is_id(found["snapshot"]):
            raise ValueError("it names no snapshot")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        message = f"{warehouse.pointer} is damaged ({error}); {way_back(warehouse)}"
        raise AlongsideError(message) from error
    return found


def way_back(warehouse: Warehouse, without: str | None = None) -> str:
    """What to do when the current snapshot cannot be used."""
    others = [each.id for each in every(warehouse) if each.id != without]
    if others:
        return f"`alongside rollback {others[-1]}` makes that snapshot the current one"
    return "`alongside run --full SOURCE ...` begins anew from the sources you name"


def read(warehouse: Warehouse, snapshot: str) -> Snapshot:
    """One snapshot by its id.

    Raises:
        UsageError: There is no such snapshot.
        AlongsideError: Its manifest is damaged.
    """
    path = warehouse.snapshot(snapshot) / MANIFEST
    # An id is one folder name: nothing that leads elsewhere is looked up.
    if not _is_id(snapshot) or not warehouse.snapshot(snapshot).is_dir():
        raise UsageError(f"there is no snapshot {snapshot!r} in {warehouse.folder}")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        _expect(manifest, "created_at", "recipe")
        datetime.fromisoformat(manifest["created_at"])
    except (OSError, ValueError) as error:
        raise AlongsideError(f"{path} is damaged ({error})") from error
    return Snapshot(snapshot, manifest)


def current(warehouse: Warehouse) -> Snapshot | None:
    """The current snapshot, None in a warehouse without one.

    Raises:
        AlongsideError: The pointer or the manifest is damaged.
    """
    found = pointer(warehouse)
    if found is None:
        return None
    folder = warehouse.snapshot(found["snapshot"])
    try:
        fits = sha256_of(folder / MANIFEST) == found["manifest_sha256"]
    except OSError:
        fits = False
    if not fits:
        reason = f"{folder / MANIFEST} is not what {warehouse.pointer.name} says"
        raise AlongsideError(f"{reason}; {way_back(warehouse, without=found['snapshot'])}")
    return read(warehouse, found["snapshot"])


def resolve(warehouse: Warehouse, reference: str | None) -> Snapshot:
    """The snapshot a user means: an id, the start of one, a pin, or the current one for None.

    Raises:
        UsageError: Nothing or more than one snapshot fits.
    """
    warehouse.require()
    if reference is None:
        snapshot = current(warehouse)
        if snapshot is None:
            raise warehouse.vacant()
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
    """All published snapshots whose manifests can be read, oldest first."""
    for each in ids(warehouse):
        with suppress(AlongsideError):
            yield read(warehouse, each)


def dataset_path(warehouse: Warehouse, snapshot: Snapshot, dataset: str) -> Path:
    """The Parquet file of a dataset, or of a report.

    Raises:
        UsageError: There is no such dataset in the snapshot.
    """
    # The oldest snapshots have no reports.
    kinds = (snapshot.manifest.get(kind, ()) for kind in ("datasets", "reports"))
    published = [name for kind in kinds for name in kind]
    if dataset not in published:
        raise UsageError(f"there is no dataset {dataset!r}; there are {', '.join(published)}")
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
    """Point `alongside.duckdb` at the current snapshot's file, where one can be made out."""
    with suppress(AlongsideError):
        if (snapshot := current_id(warehouse)) is None:
            return
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
    try:
        found = json.loads(warehouse.pins.read_text(encoding="utf-8"))
        _expect(found, *found)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, TypeError) as error:
        message = f"{warehouse.pins} is damaged ({error}): mend it, or delete it and pin again"
        raise AlongsideError(message) from error
    return found


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


def _expect(found: object, *names: str) -> None:
    """Refuse what is no object with strings of these names."""
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in names):
        raise ValueError(f"it is no object with {', '.join(names)}")


def _is_id(name: str) -> bool:
    number, _, tail = name.partition("-")
    return len(number) == 6 and number.isdigit() and len(tail) == 8 and tail.isalnum()
