"""Documents to everything they say, held against the contracts: frames in, frames out, whatever the
batch.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.categories import MODALITIES
from flows.contracts import PART_TABLES, FoundMentions, Rejected
from flows.extract.agreement import agree
from flows.extract.assertion import Assertion
from flows.extract.dates import date_sentences, find_dates
from flows.extract.folding import fold, straighten
from flows.extract.forces import with_forces
from flows.extract.generations import surname
from flows.extract.named import Named
from flows.extract.names import OpenTagger, find_names
from flows.extract.nicknames import bare
from flows.extract.quantities import find_quantities
from flows.extract.quotations import quotations
from flows.extract.reading import Reading, read
from flows.extract.tokens import encode
from flows.lexicon import Lexicon
from flows.link.linking import is_person, link
from flows.pair import pair, stances
from flows.places import Places
from flows.stories import sketch
from flows.tag import Tagger


class Extracted(NamedTuple):
    """The frames extracted from documents, and what later steps need of how they were read."""

    sentences: pl.DataFrame
    mentions: pl.DataFrame
    dates: pl.DataFrame
    quantities: pl.DataFrame
    quotations: pl.DataFrame
    read: Reading
    assertion: Assertion
    named: Named

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """The frames by the names of their contracts."""
        return {
            "sentences": self.sentences,
            "mentions": self.mentions,
            "dates": self.dates,
            "quantities": self.quantities,
            "quotations": self.quotations,
        }


def extract(
    documents: pl.DataFrame,
    lexicon: Lexicon,
    tagger: OpenTagger | None = None,
    places: Places | None = None,
) -> Extracted:
    """Sentences, linked mentions, dates, quantities and quotations of documents.

    Reads `doc_id`, `text`, `body_start`, and `published_at` where the frame has it; only the text
    from `body_start` on is read, offsets count from the start of the text. Returns frames of the
    contracts Sentences (by doc, number), FoundMentions, Dates, Quantities and Quotations (by doc,
    start), documents in the order given.
    """
    reading = read(documents, lexicon)
    found = _with_words(reading, find_names(reading, lexicon, tagger))
    found = agree(reading, found, is_person(found, lexicon))
    linked = with_forces(reading, link(found, reading, lexicon))
    linked = linked.with_columns(place_confidence=pl.lit(None, dtype=pl.Float64))
    if places is not None:
        linked = places.locate(reading, linked)
    named = Named(linked["first"].to_numpy(), linked["last"].to_numpy(), linked)
    assertion = Assertion.of(reading, lexicon)
    dates = find_dates(documents, reading, lexicon)
    sentences = _sentences(documents, reading, assertion)
    return Extracted(
        sentences=date_sentences(sentences, dates, documents),
        mentions=_mentions(documents, linked, assertion.modality[named.first]),
        dates=dates,
        quantities=find_quantities(documents, reading, dates, lexicon),
        quotations=quotations(documents, reading, assertion, named),
        read=reading,
        assertion=assertion,
        named=named,
    )


def _with_words(reading: Reading, found: pl.DataFrame) -> pl.DataFrame:
    """Names with their places, words and canonical form.

    Adds doc, start, end, sentence_no, paragraph_no, surface, name, and codes (UInt32, equal where
    the folded words are): name_code, first_word, last_word (of a Jr. the one before).
    """
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    tokens = reading.tokens
    doc = tokens["doc"].to_numpy()[first]
    start, end = tokens["start"].to_numpy()[first], tokens["end"].to_numpy()[last]
    folded = reading.column("code")
    surface, codes = encode(reading.texts.cut(doc, start, end))
    names = surface.to_frame("surface").with_columns(name=straighten(bare(pl.col("surface"))))
    key = encode(names.select(fold(pl.col("name")).str.to_lowercase()).to_series())[1]
    return pl.concat(
        [
            found,
            reading.sentences.select("sentence_no", "paragraph_no")[reading.sentence_of[first]],
            names[codes],
            pl.DataFrame(
                {
                    "doc": doc,
                    "start": start,
                    "end": end,
                    "name_code": key[codes],
                    "first_word": folded[reading.type_of[first]],
                    "last_word": folded[reading.type_of[surname(reading, first, last)]],
                }
            ),
        ],
        how="horizontal",
    )


def _sentences(documents: pl.DataFrame, reading: Reading, assertion: Assertion) -> pl.DataFrame:
    doc_id = documents["doc_id"].gather(reading.sentences["doc"])
    modality = _modality(assertion.of_sentences(reading))
    return reading.sentences.select(
        doc_id.alias("doc_id"), "sentence_no", "paragraph_no", "start", "end", modality=modality
    )


def _mentions(documents: pl.DataFrame, linked: pl.DataFrame, modality: np.ndarray) -> pl.DataFrame:
    doc_id = documents["doc_id"].gather(linked["doc"]).alias("doc_id")
    columns = FoundMentions.column_names()
    return linked.with_columns(doc_id, modality=_modality(modality)).select(columns)


def _modality(places: np.ndarray) -> pl.Series:
    return pl.Series(MODALITIES, dtype=pl.String).gather(places)


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
        "evidence": pair(extracted.mentions.filter(~pl.col("is_credit")), sides),
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
