"""One part: documents in, what they say out, held against the contracts."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import polars as pl

from flows import progress
from flows.contracts import PART_TABLES, Rejected
from flows.extract import extract
from flows.lexicon import Lexicon
from flows.pair import pair, stances
from flows.places import Places
from flows.settings import Settings
from flows.store.layout import Warehouse
from flows.store.parts import has_extracted, read_documents, write_extracted
from flows.stories import sketch
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


def describe(
    documents: pl.DataFrame,
    lexicon: Lexicon,
    tagger: Tagger | None = None,
    places: Places | None = None,
) -> dict[str, pl.DataFrame]:
    """Every table of `PART_TABLES` for `documents` (contract `ReadDocuments`).

    A text with a row that breaks a contract goes to `rejected` and keeps no row elsewhere, so that
    one odd text never stops a run and never leaves half of itself in the tables.
    """
    extracted = extract(documents, lexicon, tagger, places)
    read, assertion, named = extracted.read, extracted.assertion, extracted.named
    sides = stances(documents, read, assertion, named, lexicon)
    frames = extracted.frames | {
        "evidence": pair(extracted.mentions, sides),
        "sketches": sketch(documents, read),
    }
    valid: dict[str, pl.DataFrame] = {}
    broken: list[pl.DataFrame] = [Rejected.create_empty()]
    for name, frame in frames.items():
        good, failure = PART_TABLES[name].filter(frame)
        valid[name] = good
        if len(failure):
            broken.append(_rejected(name, failure.invalid(), failure.counts()))
    rejected = pl.concat(broken).unique("doc_id", keep="first", maintain_order=True)
    if rejected.height:
        valid = {
            name: frame.join(rejected, on="doc_id", how="anti", maintain_order="left")
            for name, frame in valid.items()
        }
    return valid | {"rejected": rejected}


def _rejected(table: str, rows: pl.DataFrame, counts: dict[str, int]) -> pl.DataFrame:
    rules = ", ".join(sorted(counts))
    return (
        rows.group_by("doc_id", maintain_order=True)
        .len("n")
        .select(
            "doc_id",
            reason=pl.lit("contract"),
            detail=pl.format(f"{{}} rows of {table} break a rule of its contract: {rules}", "n"),
        )
    )
