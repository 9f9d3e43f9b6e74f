"""The modality of sentences against gold labels `sentences`: [start, end, modality]."""

import polars as pl

from flows.evaluate.gold import Gold
from flows.evaluate.report import Report
from flows.evaluate.spans import SPAN, compare, worst


def score_modality(gold: Gold, sentences: pl.DataFrame, *, most: int = 20) -> Report:
    """Figures and errors of sentences (contract Sentences).

    The measure `untyped` says how many sentences begin and end where the gold has them, `typed` how
    many of them have the right modality too.
    """
    labels = gold.spans("sentences").rename({"label": "kind"})
    found = gold.numbered(sentences).select(*SPAN, kind="modality")
    texts = gold.documents["text"]
    figures = compare(labels, found, texts).filter(pl.col("matching") == "strict")
    return Report(figures, worst(labels, found, texts, most=most))
