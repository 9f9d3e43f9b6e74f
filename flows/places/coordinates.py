"""Where entities are."""

import polars as pl

from flows.lexicon import Lexicon
from flows.places.locate import PREFIX

#: Mean radius, International Union of Geodesy and Geophysics.
EARTH_KM = 6371.0088


def with_coordinates(
    mentions: pl.DataFrame, lexicon: Lexicon, places: pl.DataFrame
) -> pl.DataFrame:
    """Mentions (entity_id) with geonames_id, latitude and longitude (degrees) of their entities.

    The lexicon's where it has them, else those of `places` (as from `read_places`), as in the
    published entities.
    """
    position = ["geonames_id", "latitude", "longitude"]
    listed = lexicon.entities.select("entity_id", *position)
    known = mentions.join(listed, on="entity_id", how="left", maintain_order="left").with_columns(
        geonames_id=pl.coalesce(
            "geonames_id", pl.col("entity_id").str.extract(f"^{PREFIX}(.*)$").cast(pl.Int64)
        )
    )
    return (
        known.join(
            places.select(position),
            on="geonames_id",
            how="left",
            maintain_order="left",
            suffix="_there",
        )
        .with_columns(pl.coalesce(name, f"{name}_there") for name in position[1:])
        .drop("latitude_there", "longitude_there")
    )


def distance_km(latitude: str, longitude: str, latitude_to: str, longitude_to: str) -> pl.Expr:
    """Great-circle distance in km between two points, given as columns of degrees (haversine)."""
    phi, phi_to = pl.col(latitude).radians(), pl.col(latitude_to).radians()
    along = (pl.col(longitude_to) - pl.col(longitude)).radians()
    half = ((phi_to - phi) / 2).sin() ** 2 + phi.cos() * phi_to.cos() * (along / 2).sin() ** 2
    return 2 * EARTH_KM * half.clip(0, 1).sqrt().arcsin()
