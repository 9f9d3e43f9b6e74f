"""How exactly an expression says when."""

import polars as pl

from flows.extract.dates.calendar import UNITS


def precision() -> pl.Expr:
    """Unit of the calendar (String) that an anchored row names; part of one, range, or null."""
    names = dict(enumerate(UNITS))
    unit = pl.col("unit").cast(pl.Int64).replace_strict(names, return_dtype=pl.String)
    ranged = pl.col("day2").is_not_null() | pl.col("index2").is_not_null()
    return (
        pl.when(pl.col("date_from").is_null() & (pl.col("how") == "none"))
        .then(None)
        .when((pl.col("how") == "span") | ranged)
        .then(pl.lit("range"))
        .when(pl.col("day").is_not_null())
        .then(pl.lit("day"))
        .when(pl.col("part").is_not_null())
        .then(pl.lit("part"))
        .otherwise(unit)
    )
