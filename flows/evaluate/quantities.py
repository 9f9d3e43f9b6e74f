"""Quantities against gold labels `quantities`: [start, end, lower, upper, unit, role]."""

import polars as pl

from flows.evaluate.gold import Gold
from flows.evaluate.matched import score_matched
from flows.evaluate.report import Report

_COLUMNS = {
    "start": pl.Int32(),
    "end": pl.Int32(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "unit": pl.String(),
    "role": pl.String(),
}


def score_quantities(gold: Gold, quantities: pl.DataFrame, *, most: int = 20) -> Report:
    """Figures and errors of quantities (contract Quantities); `bounds` are lower and upper."""
    bounds = pl.format("{} to {}", *(pl.col(c).cast(pl.String).fill_null("") for c in _BOUNDS))
    labels = gold.labels("quantities", _COLUMNS).with_columns(bounds=bounds)
    found = gold.numbered(quantities).with_columns(bounds=bounds)
    values = ["bounds", "unit", "role"]
    return score_matched(labels, found, gold.documents["text"], values, most=most)


_BOUNDS = ("lower", "upper")
