import os

import pytest

from flows.errors import AlongsideError, WarehouseLocked
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
    raises = pytest.raises(AlongsideError, match="cannot write to the warehouse")
    with raises, exclusive(Warehouse.at(file)):
        pass
