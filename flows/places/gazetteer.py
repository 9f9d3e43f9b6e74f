"""The gazetteer: places of GeoNames and the words that name them.

| table | columns |
|---|---|
| places.parquet | geonames_id, name, feature (continent, country, admin1, admin2, city), |
| | country_code, code (ISO 3166-2 without the country's, of admin1), admin1_id, admin2_id (the |
| | divisions that hold it, by geonames_id), population, latitude, longitude (degrees, WGS 84) |
| aliases.parquet | key (as from `place_key`), geonames_id |
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from flows.extract.folding import fold, match_key

PLACES = "places.parquet"
ALIASES = "aliases.parquet"
#: From the widest to the narrowest.
FEATURES = ("continent", "country", "admin1", "admin2", "city")
_LONG_FORMS = (("st", "saint"), ("mt", "mount"), ("ft", "fort"), ("twp", "township"))


def place_key(name: pl.Expr) -> pl.Expr:
    """What names of places (String) are compared by.

    Lower case, without diacritics, points and apostrophes, hyphens as blanks; St, Mt, Ft and Twp
    in full.
    """
    key = match_key(fold(name)).str.to_lowercase().str.replace_all(r"[\s\-]+", " ")
    for short, long in _LONG_FORMS:
        key = key.str.replace_all(rf"\b{short}\b", long)
    return key


@dataclass(frozen=True, eq=False, repr=False)
class Gazetteer:
    """`places` by row; `names`: key and place (row in `places`), own (whether it is its name)."""

    places: pl.DataFrame
    names: pl.DataFrame

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """Read the tables of a folder; none where they are not there."""
        if not all((folder / name).is_file() for name in (PLACES, ALIASES)):
            return None
        places = pl.read_parquet(folder / PLACES)
        rows = places.select("geonames_id", place=pl.int_range(pl.len(), dtype=pl.UInt32))
        own = rows.select("place", own=pl.lit(value=True)).with_columns(
            key=places.select(place_key(pl.col("name"))).to_series()
        )
        others = (
            pl.read_parquet(folder / ALIASES)
            .join(rows, on="geonames_id", how="inner", maintain_order="left")
            .select("place", own=pl.lit(value=False), key="key")
        )
        return cls(places, pl.concat([own, others]))
