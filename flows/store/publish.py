"""From built tables to a committed snapshot: each step leaves what is published whole."""

import json
import shutil
from pathlib import Path
from typing import Any

from flows.contracts import DATASETS, REPORTS
from flows.folders import DATABASE
from flows.store.export import verify, write_datapackage
from flows.store.files import sha256_of, sync, sync_tree
from flows.store.layout import Warehouse
from flows.store.lineage import outputs
from flows.store.snapshots import MANIFEST


def staging_folder(warehouse: Warehouse, snapshot: str) -> Path:
    """A fresh folder for the snapshot to be; an abandoned one is removed."""
    folder = warehouse.staging / snapshot
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def seal(folder: Path, manifest: dict[str, Any], rows: dict[str, int]) -> dict[str, Any]:
    """Verify what lies in `folder`, and write its datapackage and manifest; return the latter."""
    facts = verify(folder, rows)
    database = folder / DATABASE
    sealed = manifest | {
        "outputs": outputs(facts),
        "datasets": {name: facts[name] for name in DATASETS},
        "reports": {name: facts[name] for name in REPORTS},
        "database": {
            "path": DATABASE,
            "bytes": database.stat().st_size,
            "sha256": sha256_of(database),
        },
    }
    write_datapackage(folder, facts, manifest["contract_version"])
    text = json.dumps(sealed, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return sealed


def put_in_place(warehouse: Warehouse, folder: Path, snapshot: str) -> None:
    """Flush a sealed folder and move it among the snapshots; it is not current yet."""
    sync_tree(folder)
    folder.rename(warehouse.snapshot(snapshot))
    sync(warehouse.snapshots)
