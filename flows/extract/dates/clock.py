"""Times of day as ISO 8601 writes them."""

import polars as pl


def clock() -> pl.Expr:
    """THH, THH:MM or THH:MM:SS (String); what is told in the evening is of its second half."""
    later = pl.col("daypart").is_in(["AF", "EV", "NI"])
    half_day = pl.when(later).then(pl.lit("p"))
    hour, ampm = pl.col("hour"), pl.coalesce(pl.col("ampm").str.slice(0, 1), half_day)
    hour = (
        pl.when((ampm == "p") & (hour < 12))
        .then(hour + 12)
        .when((ampm == "a") & (hour == 12))
        .then(0)
        .otherwise(hour)
    )
    two = pl.format("T{}", hour.cast(pl.String).str.zfill(2))
    minute = pl.format(":{}", pl.col("minute").cast(pl.String).str.zfill(2))
    second = pl.format(":{}", pl.col("second").cast(pl.String).str.zfill(2))
    return two + minute.fill_null("") + second.fill_null("")
