import os
from pathlib import Path

import pytest

from flows.errors import AlongsideError, UsageError, WarehouseLocked
from flows.store import Warehouse
from flows.store.lock import exclusive


def test_a_warehouse_is_held_once(warehouse: Warehouse) -> None:
    raises = pytest.raises(WarehouseLocked, match=f"being written by process {os.getpid()} on")
    with exclusive(warehouse), raises, exclusive(warehouse):
        pass
    with exclusive(warehouse):
        pass


def test_a_failure_inside_frees_it(warehouse: Warehouse) -> None:
    with pytest.raises(RuntimeError), exclusive(warehouse):
        raise RuntimeError
    with exclusive(warehouse):
        pass


def test_a_warehouse_that_cannot_be_made_is_told(warehouse: Warehouse) -> None:
    file = warehouse.folder / "file"
    file.touch()
    with pytest.raises(AlongsideError, match="cannot write to the warehouse"):
        Warehouse.at(file).create()
    with pytest.raises(UsageError, match="is a file, not"), exclusive(Warehouse.at(file)):
        pass


def test_a_slip_in_a_path_makes_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing is published"), exclusive(Warehouse.at(tmp_path)):
        pass
    assert list(tmp_path.iterdir()) == []
