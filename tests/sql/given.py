"""Texts in shorthand, as the parts they would leave: what the SQL models are given."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from flows.contracts import PART_TABLES, FoundMentions, Ledger, ReadDocuments, Sentences
from flows.extract import read
from flows.extraction import load_lexicon
from flows.pair import STANCE_SCHEMA, pair
from flows.places.gazetteer import read_places
from flows.settings import Settings
from flows.steps import STEPS
from flows.store.build import Build, building
from flows.store.layout import Warehouse
from flows.store.parts import files, with_row_sha256, write_documents, write_extracted
from flows.stories import sketch

RECIPE = "given"
NO_LEXICON = pl.DataFrame(
    schema={
        "entity_id": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "subkind": pl.String,
        "country_code": pl.String,
        "latitude": pl.Float64,
        "longitude": pl.Float64,
        "geonames_id": pl.Int64,
    }
)

NO_DISTINCT = pl.DataFrame(schema=dict.fromkeys(("name", "other"), pl.String))
NO_ALIASES = pl.DataFrame(schema=dict.fromkeys(("alias", "entity_id", "basis"), pl.String))

NO_GAZETTEER = read_places(Path("nowhere"))


class Text(NamedTuple):
    """A text in shorthand. Sentences are parted by ` / `, paragraphs by ` // `; every word in
    capitals names an entity: `A B / x A // C` names A and B, then A, then in a paragraph of its
    own C; `(A)` is a source line.
    """

    shorthand: str
    publisher: str | None = None
    day: date | None = None
    """The day that its sentences speak of."""
    published: date | None = None


def doc_id(number: int) -> str:
    """Id of the text with this number."""
    return f"{number:016x}"


class Given:
    """Parts of the texts in a warehouse, and their ledger."""

    def __init__(self, folder: Path, texts: Sequence[Text]) -> None:
        self.warehouse = Warehouse.at(folder)
        self.warehouse.create()
        found = [_read(number, text) for number, text in enumerate(texts, start=1)]
        documents = with_row_sha256(_frame(ReadDocuments, [each.document for each in found]))
        reading = read(documents, load_lexicon(Settings().lexicon.absolute()))
        self.key = write_documents(self.warehouse, documents, force=False)
        self.mentions = _frame(FoundMentions, [row for each in found for row in each.mentions])
        frames = {
            "sentences": _frame(Sentences, [row for each in found for row in each.sentences]),
            "mentions": self.mentions,
            "evidence": pair(
                self.mentions.filter(~pl.col("is_credit")), pl.DataFrame(schema=STANCE_SCHEMA)
            ),
            "sketches": sketch(documents, reading),
        }
        frames |= {
            name: table.create_empty() for name, table in PART_TABLES.items() if name not in frames
        }
        write_extracted(self.warehouse, RECIPE, self.key, frames)
        self.ledger = _frame(
            Ledger,
            [
                {
                    "root": "given",
                    "path": row["path"],
                    "file_sha256": row["content_sha256"],
                    "source_uri": row["source_uri"],
                    "outcome": "loaded",
                    "doc_id": row["doc_id"],
                    "content_sha256": row["content_sha256"],
                    "row_sha256": row["row_sha256"],
                    "part": self.key,
                }
                for row in documents.iter_rows(named=True)
            ],
        )

    @contextmanager
    def built(
        self,
        ledger: pl.DataFrame | None = None,
        entities: pl.DataFrame = NO_LEXICON,
        distinct: pl.DataFrame = NO_DISTINCT,
        gazetteer: pl.DataFrame = NO_GAZETTEER,
    ) -> Iterator[Build]:
        """Every model run on the parts."""
        folder = self.warehouse.staging / "build"
        folder.mkdir()
        settings = Settings(warehouse=self.warehouse.folder, workers=2)
        parts = files(self.warehouse, RECIPE, [self.key])
        with building(folder, settings) as build:
            build.load(
                parts,
                {
                    "ledger": self.ledger if ledger is None else ledger,
                    "lexicon_entities": entities,
                    "lexicon_aliases": NO_ALIASES,
                    "lexicon_distinct": distinct,
                    "gazetteer": gazetteer,
                },
            )
            build.run_models(STEPS)
            yield build


def rows(build: Build, query: str) -> list[tuple[Any, ...]]:
    """What a query comes to."""
    with build.cursor() as cursor:
        return cursor.execute(query).fetchall()


class _Read(NamedTuple):
    document: dict[str, Any]
    sentences: list[dict[str, Any]]
    mentions: list[dict[str, Any]]


def _read(number: int, text: Text) -> _Read:
    """A shorthand as it stands is the text; its words are found by looking for them."""
    content = text.shorthand
    sentences: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    at = 0
    for paragraph_no, paragraph in enumerate(content.split(" // ")):
        for sentence in paragraph.split(" / "):
            start = content.index(sentence, at)
            at = start + len(sentence)
            place = {
                "doc_id": doc_id(number),
                "sentence_no": len(sentences),
                "paragraph_no": paragraph_no,
            }
            spoken_of = {"date_from": text.day, "date_to": text.day}
            sentences.append(
                place | spoken_of | {"start": start, "end": at, "modality": "asserted"}
            )
            mentions += [place | mention for mention in _named(sentence, start)]
    document = {
        "doc_id": doc_id(number),
        "source_uri": f"given/{number}",
        "root": "given",
        "path": str(number),
        "content_sha256": hashlib.sha256(content.encode()).hexdigest(),
        "publisher": text.publisher,
        "published_at": text.published and datetime.combine(text.published, time(), UTC),
        "retrieved_at": None,
        "encoding": "utf-8",
        "body_start": 0,
        "text": content,
        "n_chars": len(content),
    }
    return _Read(document, sentences, mentions)


def _named(sentence: str, offset: int) -> Iterator[dict[str, Any]]:
    at = 0
    for word in sentence.split():
        start = sentence.index(word, at)
        at = start + len(word)
        if word.isupper():
            name = word.strip("()")
            yield {
                "start": offset + start + word.index(name),
                "end": offset + start + word.index(name) + len(name),
                "surface": name,
                "kind": "other",
                "entity_id": name,
                "method": "lexicon",
                "basis": "name",
                "confidence": 1.0,
                "modality": "asserted",
                "is_credit": name != word,
                "name": name,
                "entity_kind": "other",
            }


def _frame(schema: Any, dicts: list[dict[str, Any]]) -> pl.DataFrame:
    columns = {name: column.dtype for name, column in schema.columns().items()}
    return schema.validate(pl.DataFrame(dicts, schema=columns))
