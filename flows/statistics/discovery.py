"""How many of many findings are chance: false discovery rates."""

import polars as pl


def with_q_value(tests: pl.DataFrame, family: str, n_tests: pl.Expr) -> pl.DataFrame:
    """Add q_value (Float64, 0 to 1; Benjamini & Hochberg 1995).

    Reads family (what is tested together), p_value and n_pairs (tests with this row's outcome);
    `n_tests` says how many tests a family has, those that are no row included. Rows come back
    sorted by family and p_value.
    """
    ranked = tests.sort(family, "p_value").with_columns(
        rank=pl.col("n_pairs").cum_sum().over(family)
    )
    # Equal p values share the worst of their ranks.
    passed = pl.col("p_value") * n_tests / pl.col("rank").max().over(family, "p_value")
    return (
        ranked.with_columns(q_value=passed)
        .with_columns(q_value=pl.col("q_value").cum_min(reverse=True).over(family).clip(0, 1))
        .drop("rank")
    )
