"""One part, extracted from its files and the tables that extraction looks things up in."""

import hashlib
import platform
import threading
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import polars as pl

from flows import progress, recipe
from flows.describe import describe
from flows.errors import AlongsideError
from flows.lexicon import Lexicon
from flows.places import Places
from flows.settings import Settings
from flows.store.layout import Warehouse
from flows.store.parts import has_extracted, read_documents, write_extracted
from flows.tag import Tagger

#: Two threads that come for the tables at once would each read them.
_equipping = threading.Lock()


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon as it is now; read once per process and version."""
    return _lexicon(folder, Lexicon.version(folder))


@lru_cache(maxsize=2)
def _lexicon(folder: Path, version: str) -> Lexicon:
    return Lexicon.load(folder)


class Tables(NamedTuple):
    """Folders of the tables that extraction looks things up in."""

    lexicon: Path
    model: Path
    gazetteer: Path

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The folders that settings name."""
        return cls(
            settings.lexicon.absolute(), settings.model.absolute(), settings.gazetteer.absolute()
        )


def load_tagger(tables: Tables) -> Tagger | None:
    """The name tagger as its tables and the lexicon are now, read once per process and version;
    none where its tables are not there.
    """
    return _tagger(tables, recipe_of(tables))


@lru_cache(maxsize=2)
def _tagger(tables: Tables, version: str) -> Tagger | None:
    return Tagger.load(tables.model, load_lexicon(tables.lexicon))


def load_places(tables: Tables) -> Places | None:
    """The gazetteer as its tables and the lexicon are now, read once per process and version; none
    where its tables are not there.
    """
    return _places(tables, recipe_of(tables))


@lru_cache(maxsize=2)
def _places(tables: Tables, version: str) -> Places | None:
    return Places.load(tables.gazetteer, load_lexicon(tables.lexicon))


def equip(tables: Tables) -> None:
    """Read everything that extraction looks things up in, so that the first part need not wait.

    Raises:
        UsageError: The lexicon is not what it should be.
    """
    with _equipping:
        _equipment(tables, recipe_of(tables))


class Part(NamedTuple):
    """All that a worker has to know, wherever it runs: names of things, never the things."""

    warehouse: Path
    tables: Tables
    recipe: str
    key: str


def recipe_of(tables: Tables) -> str:
    """Hash of everything but the documents that extraction depends on, as this process has it."""
    parts = (
        recipe.extracting(),
        load_lexicon(tables.lexicon).sha256,
        recipe.tables(tables.model),
        recipe.tables(tables.gazetteer),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def extract_part(part: Part) -> progress.Event:
    """Extract a part of documents, unless that has been done; return what was done.

    Raises:
        AlongsideError: This process does not see what the part is made of, or cannot extract it.
    """
    try:
        return _extract(part)
    except AlongsideError:
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        reason = f"{type(error).__name__}: {error}"
        raise AlongsideError(f"the part {part.key} cannot be extracted ({reason})") from error


def _extract(part: Part) -> progress.Event:
    warehouse = Warehouse(part.warehouse)
    _look(warehouse, part.tables)
    if has_extracted(warehouse, part.recipe, part.key):
        return progress.Event("extract")
    equipment = _equip(part.tables, part.recipe)
    documents = read_documents(warehouse, part.key)
    found = describe(documents, *equipment)
    write_extracted(warehouse, part.recipe, part.key, found)
    size = int(documents.get_column("text").str.len_bytes().sum())
    return progress.Event("extract", documents.height, size)


def _look(warehouse: Warehouse, tables: Tables) -> None:
    for folder in (warehouse.staging, tables.lexicon):
        if not folder.is_dir():
            raise AlongsideError(
                f"a worker on {platform.node()} sees no folder {folder}: warehouse and lexicon "
                "must lie under the same path on every machine"
            )


def _equip(tables: Tables, wanted: str) -> tuple[Lexicon, Tagger | None, Places | None]:
    """What a part is read with."""
    with _equipping:
        if recipe_of(tables) != wanted:
            raise AlongsideError(
                f"a worker on {platform.node()} has another version of alongside, of Polars or "
                "of the lexicon, model or gazetteer than the run"
            )
        return _equipment(tables, wanted)


def _equipment(tables: Tables, version: str) -> tuple[Lexicon, Tagger | None, Places | None]:
    return load_lexicon(tables.lexicon), _tagger(tables, version), _places(tables, version)
