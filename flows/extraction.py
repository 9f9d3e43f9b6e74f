"""One part, extracted from its files and the tables that extraction looks things up in."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

from flows import progress
from flows.describe import describe
from flows.lexicon import Lexicon
from flows.places import Places
from flows.settings import Settings
from flows.store.layout import Warehouse
from flows.store.parts import has_extracted, read_documents, write_extracted
from flows.tag import Tagger


@lru_cache(maxsize=2)
def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon, read once per process."""
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


@lru_cache(maxsize=2)
def load_tagger(tables: Tables) -> Tagger | None:
    """The name tagger, read once per process; none where its tables are not there."""
    return Tagger.load(tables.model, load_lexicon(tables.lexicon))


@lru_cache(maxsize=2)
def load_places(tables: Tables) -> Places | None:
    """The gazetteer, read once per process; none where its tables are not there."""
    return Places.load(tables.gazetteer, load_lexicon(tables.lexicon))


def extract_part(
    warehouse: Warehouse, tables: Tables, recipe: str, key: str, *, force: bool
) -> None:
    """Extract a part of documents, unless the recipe has been applied to it before."""
    if force or not has_extracted(warehouse, recipe, key):
        documents = read_documents(warehouse, key)
        found = describe(
            documents,
            load_lexicon(tables.lexicon),
            load_tagger(tables),
            load_places(tables),
        )
        write_extracted(warehouse, recipe, key, found)
        size = int(documents.get_column("text").str.len_bytes().sum())
        progress.emit("extract", documents=documents.height, size=size)
