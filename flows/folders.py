"""What a warehouse keeps in its folder, by name: whoever looks for texts there must not read it.

`cd texts && alongside run .` makes the warehouse below its own source, whose snapshots hold every
text once more.
"""

from pathlib import Path
from typing import Final

SNAPSHOTS: Final = "snapshots"
PARTS: Final = "parts"
LEDGERS: Final = "ledger"
STAGING: Final = "staging"
POINTER: Final = "CURRENT.json"
PINS: Final = "pins.json"
RUNS: Final = "runs.jsonl"
OBJECTS: Final = "objects.parquet"
DATABASE: Final = "alongside.duckdb"

_FOLDERS = (SNAPSHOTS, PARTS, LEDGERS, STAGING)
_OWN = (*_FOLDERS, POINTER, PINS, RUNS, OBJECTS, DATABASE)


def is_of_warehouse(path: Path) -> bool:
    """Whether a path is the folder of a warehouse, of any, or something that one keeps in it."""
    return _is_warehouse(path) or (path.name in _OWN and _is_warehouse(path.parent))


def _is_warehouse(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in _FOLDERS)
