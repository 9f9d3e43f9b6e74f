"""How surely pairs meet more often than by chance, once per distinct 2x2 table."""

import polars as pl

from flows.statistics.discovery import with_q_value
from flows.statistics.hypergeometric import upper_tail

_SCOPE = "scope_no"


def significance(tables: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """p and q values of 2x2 tables.

    Reads scope_no, n_both, n_low, n_high, n_units (Int64: joint units, the smaller and the larger
    margin, units) and n_pairs (pairs with this table) of tables, and n_entities of totals (one
    row). Returns scope_no to n_high with p_value, one-sided Fisher exact test, and q_value, its
    false discovery rate within the scope (Benjamini & Hochberg 1995).

    Every two entities are a test, those that never meet (p = 1) as well: a rate over the pairs that
    were seen to meet would call chance a finding.
    """
    n_entities = int(totals["n_entities"].item())
    n_tests = n_entities * (n_entities - 1) / 2
    columns = (tables[name].to_numpy() for name in ("n_both", "n_low", "n_high", "n_units"))
    tests = tables.with_columns(p_value=pl.Series(upper_tail(*columns)))
    found = with_q_value(tests, _SCOPE, pl.lit(n_tests))
    return found.select(_SCOPE, "n_both", "n_low", "n_high", "p_value", "q_value")
