"""What an evaluation comes to."""

from typing import NamedTuple

import polars as pl


class Report(NamedTuple):
    """Figures and errors of one system on one gold file.

    `figures`: matching, measure, n_gold, n_found, n_right, precision, recall, f1; `errors`: error,
    n, surface, gold_kind, found_kind, before, behind; `remark`:
    what no table holds.
    """

    figures: pl.DataFrame
    errors: pl.DataFrame
    remark: str = ""
