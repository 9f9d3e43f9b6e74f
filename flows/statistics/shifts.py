"""How surely a pair is named more often, or less, than in the period before."""

import numpy as np
import polars as pl

from flows.statistics.discovery import with_q_value
from flows.statistics.hypergeometric import upper_tail

_TABLE = ["n_before", "n_after", "n_units_before", "n_units_after"]


def shift_significance(tables: pl.DataFrame) -> pl.DataFrame:
    """p and q values of changes between two periods.

    Reads period, n_before and n_after (sentences that name the pair), n_units_before and
    n_units_after (sentences of the periods) and n_pairs (pairs with this table). Returns period to
    n_units_after with p_value, Fisher's exact test doubled for both directions, and q_value, its
    false discovery rate (Benjamini & Hochberg 1995) within the length of period.

    The chi-squared tail of G2 is not used: among a few sentences it is many times too small. The
    tests are the tables given. These were chosen by n_before + n_after, which is fixed in the test
    and so independent of its p value (Bourgon, Gentleman & Huber 2010): pairs left out need not be
    counted.
    """
    before, after, units_before, units_after = (tables[name].to_numpy() for name in _TABLE)
    both, units = before + after, units_before + units_after
    rarer = upper_tail(before, both, units_before, units)
    oftener = upper_tail(after, both, units_after, units)
    tests = tables.with_columns(p_value=pl.Series(np.minimum(1, 2 * np.minimum(rarer, oftener))))
    found = with_q_value(tests, "period", pl.col("n_pairs").sum().over("period"))
    return found.select("period", *_TABLE, "p_value", "q_value")
