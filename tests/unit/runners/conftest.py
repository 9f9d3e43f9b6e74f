"""A warehouse with parts of documents that nobody has extracted yet."""

from pathlib import Path

import pytest

from flows.extraction import Part, Tables, recipe_of
from flows.ingest import ReadOptions, list_files, read, resolve
from flows.settings import Settings
from flows.store import Warehouse
from flows.store.parts import with_row_sha256, write_documents
from tests.pipeline.corpus import WITHOUT_TABLES


@pytest.fixture
def parts(tmp_path: Path, repository: Path) -> list[Part]:
    """Three parts of the sample corpus in a warehouse of their own."""
    return _parts(tmp_path, repository, Tables.of(Settings(**WITHOUT_TABLES)))


@pytest.fixture
def parts_with_tables(tmp_path: Path, repository: Path) -> list[Part]:
    """The same, to be extracted with the tagger and the gazetteer, which each worker loads."""
    return _parts(tmp_path, repository, Tables.of(Settings()))


def _parts(folder: Path, repository: Path, tables: Tables) -> list[Part]:
    warehouse = Warehouse.at(folder / "warehouse")
    warehouse.create()
    found: list[Part] = []
    for file in list_files(resolve(str(repository / "seeds" / "texts"), {})).files[:3]:
        (batch,) = read(file, ReadOptions())
        key = write_documents(warehouse, with_row_sha256(batch.documents), force=False)
        found.append(Part(warehouse.folder, tables, recipe_of(tables), key))
    return found
