"""Rows of `find_names` for spans of one kind that something else than the rules found."""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.capitals import Words
from flows.extract.runs import Spans


class Judged(NamedTuple):
    """What open names are said to be, and how sure that is."""

    kind: str
    subkind: str | None
    confidence: float


def rows_of(words: Words, spans: Spans, judged: Judged, schema: pl.Schema) -> pl.DataFrame:
    """Spans as rows of `find_names` (`schema` is theirs); those with a match are what the lexicon
    says, whatever open names are judged to be.
    """
    types = words.read.types
    names = types.select(pl.col("is_capital") & ~pl.col("is_particle")).to_series()
    n_words = np.maximum(words.count(spans.first, spans.last + 1, names), 1)
    is_open = pl.col("alias") < 0
    return (
        pl.DataFrame({"first": spans.first, "last": spans.last, "alias": spans.match})
        .with_columns(
            kind=pl.when(is_open).then(pl.lit(judged.kind)),
            subkind=pl.when(is_open).then(pl.lit(judged.subkind, pl.String)),
            confidence=pl.when(is_open).then(judged.confidence),
            n_words=pl.Series(n_words),
            lone_start=pl.lit(value=False),
            in_headline=pl.lit(value=False),
            alias=pl.when(~is_open).then("alias"),
        )
        .select(list(schema))
        .cast(pl.Schema(schema))
    )


def unmatched(first: np.ndarray, last: np.ndarray) -> Spans:
    """Spans that the lexicon does not know."""
    return Spans(first, last, np.full(len(first), -1))
