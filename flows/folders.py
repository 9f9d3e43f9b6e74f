"""What a warehouse keeps in its folder, by name: whoever looks for texts there must not read it.

`cd texts && alongside run .` makes the warehouse below its own source, whose snapshots hold every
text once more.
"""

import os
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
#: All that a warehouse keeps, in its folder.
KEPT: Final = frozenset({*_FOLDERS, POINTER, PINS, RUNS, OBJECTS, DATABASE})


def is_warehouse(folder: Path) -> bool:
    """Whether a path is the folder of a warehouse; of one that cannot be entered, nobody knows."""
    # Path.is_dir raises where there is no permission to look.
    return all(os.path.isdir(folder / name) for name in _FOLDERS)  # noqa: PTH112
