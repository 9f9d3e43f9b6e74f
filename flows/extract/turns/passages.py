"""Turns: what stands behind the labels of a transcript, paragraph by paragraph, up to the next one.

Paragraphs in brackets (`(APPLAUSE)`) are nobody's words. Where few paragraphs have a label (a
dialogue inside a report) only those are taken to be spoken.
"""

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.extract.speech import Passages

#: The share of paragraphs, from the first label on, that have one where others go on with a turn.
_LABELLED = 0.2


def turns(read: Reading) -> Passages:
    """A passage for every paragraph of a turn, by place; `label`: row in `read.labels`."""
    sentences = read.sentences
    label = sentences["is_label"].to_numpy()
    if not label.any():
        return Passages.none()
    stop = np.append(sentences["first_token"].to_numpy()[1:], len(read.type_of)).astype(np.int64)
    spoken = (
        sentences.select("doc", "paragraph_no", "is_label", first="first_token")
        .with_columns(last=pl.Series(stop - 1), number=pl.Series(np.cumsum(label) - 1))
        .with_columns(label=pl.when("is_label").then("number").forward_fill().over("doc"))
        .filter(pl.col("label").is_not_null())
        # A label on a line of its own speaks for the next paragraph.
        .group_by("doc", "label", "paragraph_no", maintain_order=True)
        .agg(
            pl.col("first").filter(~pl.col("is_label")).first(),
            pl.col("last").last(),
            alone=pl.col("is_label").all(),
        )
        .with_columns(
            order=pl.int_range(pl.len()).over("label") - pl.col("alone").first().over("label")
        )
    )
    labelled = pl.col("label").n_unique().over("doc") / pl.len().over("doc")
    spoken = spoken.filter(~pl.col("alone") & ((pl.col("order") == 0) | (labelled >= _LABELLED)))
    first, last = (spoken[name].to_numpy().astype(np.int64) for name in ("first", "last"))
    said = ~_bracketed(read, first, last)
    return Passages.turns(first[said], last[said], spoken["label"].to_numpy()[said])


def _bracketed(read: Reading, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether paragraphs stand in brackets as a whole, a full stop behind them or none."""
    point = read.of(last, "word") == "."
    opens, closes = read.types_among(("(", "[")), read.types_among((")", "]"))
    return opens[read.type_of[first]] & closes[read.type_of[last - point]]
