"""Dates against gold labels.

`timexes` ([start, end, TIMEX3 type, value]) are compared with what `flows.extract.dates.timexes`
makes of the table, so that a range is two tags; span F1 is usually quoted strict, value and type
F1 relaxed (UzZaman et al. 2013). `dates` ([start, end, kind, value, date_from, date_to, basis]) are
compared with the rows of the table themselves.
"""

import polars as pl

from flows.evaluate.gold import Gold
from flows.evaluate.matched import score_matched
from flows.evaluate.report import Report
from flows.extract.dates import timexes

_TIMEX = ("type", "value")
_DATE = ("kind", "value", "date_from", "date_to", "basis")


def score_dates(gold: Gold, dates: pl.DataFrame, *, most: int = 20) -> Report:
    """Figures and errors of dates (contract Dates); raises UsageError where gold has no dates."""
    field, columns = ("dates", _DATE) if gold.has("dates") else ("timexes", _TIMEX)
    names = ["start", "end", *columns]
    types = dict(zip(names, [pl.Int32(), pl.Int32(), *[pl.String()] * len(columns)], strict=True))
    rows = dates if field == "dates" else timexes(dates)
    found = gold.numbered(rows).with_columns(pl.col(columns).cast(pl.String))
    values = ["value", *(name for name in columns if name != "value")]
    texts = gold.documents["text"]
    return score_matched(gold.labels(field, types), found, texts, values, most=most)
