"""Documents to sentences, mentions, dates and quantities: frames in, frames out, the same
whatever the batch.
"""

from typing import NamedTuple

import polars as pl

from flows.contracts import FoundMentions
from flows.extract.agreement import agree
from flows.extract.dates import date_sentences, find_dates
from flows.extract.folding import fold, straighten
from flows.extract.names import find_names
from flows.extract.quantities import find_quantities
from flows.extract.reading import Reading, read
from flows.extract.surfaces import cut
from flows.extract.tokens import encode
from flows.lexicon import Lexicon
from flows.link import is_person, link

__all__ = ["Extracted", "Reading", "extract", "read"]


class Extracted(NamedTuple):
    """The frames extracted from documents, by the names of their contracts."""

    sentences: pl.DataFrame
    mentions: pl.DataFrame
    dates: pl.DataFrame
    quantities: pl.DataFrame


def extract(documents: pl.DataFrame, lexicon: Lexicon) -> Extracted:
    """Sentences, linked mentions, dates and quantities of documents.

    Reads `doc_id`, `text`, `body_start`, and `published_at` where the frame has it; only the text
    from `body_start` on is read, offsets count from the start of the text. Returns frames of the
    contracts Sentences (by doc, number), FoundMentions, Dates and Quantities (by doc, start),
    documents in the order given.
    """
    reading = read(documents, lexicon)
    found = _with_words(documents, reading, find_names(reading, lexicon))
    found = agree(reading, found, is_person(found, lexicon))
    dates = find_dates(documents, reading, lexicon)
    quantities = find_quantities(documents, reading, dates, lexicon)
    sentences = date_sentences(_sentences(documents, reading), dates, documents)
    return Extracted(sentences, _mentions(documents, link(found, lexicon)), dates, quantities)


def _with_words(documents: pl.DataFrame, reading: Reading, found: pl.DataFrame) -> pl.DataFrame:
    """Names with their places, words and canonical form.

    Adds doc, start, end, sentence_no, paragraph_no, surface, name, and codes (UInt32, equal where
    the folded words are): name_code, first_word, last_word.
    """
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    tokens = reading.tokens
    doc = tokens["doc"].to_numpy()[first]
    start, end = tokens["start"].to_numpy()[first], tokens["end"].to_numpy()[last]
    folded = encode(reading.types["folded"])[1]
    surface, codes = encode(cut(documents["text"], doc, start, end))
    names = surface.to_frame("surface").with_columns(name=straighten(pl.col("surface")))
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
                    "last_word": folded[reading.type_of[last]],
                }
            ),
        ],
        how="horizontal",
    )


def _sentences(documents: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    doc_id = documents["doc_id"].gather(reading.sentences["doc"])
    return reading.sentences.select(
        doc_id.alias("doc_id"), "sentence_no", "paragraph_no", "start", "end"
    )


def _mentions(documents: pl.DataFrame, linked: pl.DataFrame) -> pl.DataFrame:
    doc_id = documents["doc_id"].gather(linked["doc"]).alias("doc_id")
    return linked.with_columns(doc_id).select(FoundMentions.column_names())
