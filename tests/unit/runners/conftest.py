"""A warehouse with parts of documents that nobody has extracted yet."""

from pathlib import Path

import pytest

from flows.extraction import Part, Tables, recipe_of
from flows.ingest import ReadOptions, list_files, read, resolve
from flows.settings import Settings
from flows.store import Warehouse
from flows.store.parts import with_row_sha256, write_documents


@pytest.fixture
def parts(tmp_path: Path, repository: Path) -> list[Part]:
    """Three parts of the sample corpus in a warehouse of their own."""
    warehouse = Warehouse.at(tmp_path / "warehouse")
    warehouse.create()
    tables = Tables.of(Settings())
    found: list[Part] = []
    for file in list_files(resolve(str(repository / "seeds" / "texts"), {})).files[:3]:
        (batch,) = read(file, ReadOptions())
        key = write_documents(warehouse, with_row_sha256(batch.documents), force=False)
        found.append(Part(warehouse.folder, tables, recipe_of(tables), key))
    return found
