"""Coasts and borders of the world, from a table that comes with the package."""

from pathlib import Path

import polars as pl

from flows.settings import RESOURCES

FOLDER = RESOURCES / "seeds" / "outlines"
OUTLINES = "outlines.parquet"

#: Scales of the table: 1 to so many million, for views of the world and of a few countries.
WORLD, NEAR = 110, 50
#: Above so many degrees across, the finer lines would run together.
_WIDE = 70.0


def read_outlines(degrees_across: float, folder: Path = FOLDER) -> pl.DataFrame:
    """Lines in the scale that suits a view: feature, line, longitude, latitude (degrees).

    `land` are closed rings, lakes turning the other way round; `border` are open lines between
    countries. Points are in the order of the line.
    """
    scale = WORLD if degrees_across > _WIDE else NEAR
    return (
        pl.read_parquet(folder / OUTLINES)
        .filter(scale=scale)
        .select("feature", "line", "longitude", "latitude")
    )
