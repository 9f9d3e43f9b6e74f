"""Quotations: passages with who said them and by which verb."""

import numpy as np
import polars as pl

from flows.categories import QUOTATION_KINDS, SPEAKER_BASES
from flows.extract.assertion import Assertion
from flows.extract.named import NO_MENTION, Named
from flows.extract.reading import Reading
from flows.extract.speakers import speakers
from flows.extract.speech import NO_CUE


def quotations(
    documents: pl.DataFrame,
    read: Reading,
    assertion: Assertion,
    named: Named,
) -> pl.DataFrame:
    """Rows of the contract Quotations, by document and place.

    Reads `doc_id` of documents; `named.rows` has entity_id, kind, subkind.
    """
    passages, cues, bits = assertion.passages, assertion.reporting, assertion.bits
    tokens = read.tokens
    doc = tokens["doc"].to_numpy()[passages.first]
    start = tokens["start"].to_numpy()[passages.first]
    end = tokens["end"].to_numpy()[passages.last]
    mention, basis = speakers(read, bits, passages, cues, named)
    told = passages.cue != NO_CUE
    cue = passages.cue[told]
    surface = read.texts.cut(
        np.concatenate((doc, doc[told])),
        np.concatenate((start, tokens["start"].to_numpy()[cues.first[cue]])),
        np.concatenate((end, tokens["end"].to_numpy()[cues.last[cue]])),
    )
    verb = pl.Series(np.where(told, np.cumsum(told) - 1 + len(doc), NO_CUE))
    basis = np.where(mention == NO_MENTION, NO_MENTION, basis)
    return pl.DataFrame(
        {
            "doc_id": documents["doc_id"].gather(doc),
            "start": start,
            "end": end,
            "surface": surface.head(len(doc)),
            "speaker_entity_id": named.rows["entity_id"].gather(_or_null(pl.Series(mention))),
            "speaker_basis": pl.Series(SPEAKER_BASES).gather(_or_null(pl.Series(basis))),
            "verb": surface.gather(_or_null(verb)),
            "kind": pl.Series(QUOTATION_KINDS).gather(passages.kind),
            "sentence_no": read.sentences["sentence_no"].gather(read.sentence_of[passages.first]),
        }
    )


def _or_null(rows: pl.Series) -> pl.Series:
    return rows.to_frame("row").select(pl.when(pl.col("row") >= 0).then("row")).to_series()
