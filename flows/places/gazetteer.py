"""The gazetteer: places of GeoNames and the words that name them.

| table | columns |
|---|---|
| places.parquet | geonames_id, name, feature (continent, country, admin1, admin2, capital, city), |
| | country_code, code (ISO 3166-2 without the country's, of admin1), admin1_id, admin2_id (the |
| | divisions that hold it, by geonames_id), population, latitude, longitude (degrees, WGS 84) |
| aliases.parquet | key (as from `place_key`), geonames_id |
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.folding import fold, match_key

PLACES = "places.parquet"
ALIASES = "aliases.parquet"
#: From the widest to the narrowest.
FEATURES = ("continent", "country", "admin1", "admin2", "capital", "city")
#: Of degrees: ten metres, what 32 bits hold.
_DECIMALS = 4
_KIND = (
    r"^(?:city|town|village|province|state|district|region) of "
    r"| (?:city|town|village|province|state|district|region|governorate|prefecture|island)$"
)
_LONG_FORMS = {" st ": " saint ", " mt ": " mount ", " ft ": " fort ", " twp ": " township "}


def place_key(name: pl.Expr) -> pl.Expr:
    """What names of places (String) are compared by.

    Lower case, without diacritics, points and apostrophes, hyphens as blanks; St, Mt, Ft and Twp
    in full.
    """
    bare = match_key(fold(name)).str.to_lowercase().str.replace_all(r"[\s\-]+", " ")
    # Blanks on either side make words of them.
    padded = pl.concat_str(pl.lit(" "), bare, pl.lit(" "))
    return padded.str.replace_many(_LONG_FORMS).str.strip_chars(" ")


_SCHEMA = {
    "geonames_id": pl.Int64,
    "name": pl.String,
    "feature": pl.Enum(FEATURES),
    "country_code": pl.String,
    "code": pl.String,
    "admin1_id": pl.Int64,
    "admin2_id": pl.Int64,
    "population": pl.Int64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


@lru_cache(maxsize=2)
def read_places(folder: Path) -> pl.DataFrame:
    """The places of a folder's tables, see above; none where they are not there.

    Read once per process: extraction and models use the same.
    """
    if not (folder / PLACES).is_file():
        return pl.DataFrame(schema=_SCHEMA)
    degrees = pl.col("latitude", "longitude").cast(pl.Float64).round(_DECIMALS)
    return pl.read_parquet(folder / PLACES).with_columns(degrees)


class Names(NamedTuple):
    """Keys of places by their hash: `hashes` in order, `place` (row in `places`), `own`."""

    hashes: np.ndarray
    place: np.ndarray
    own: np.ndarray

    def find(self, keys: pl.Series) -> tuple[np.ndarray, np.ndarray]:
        """First row here and number of rows of every key."""
        hashes = keys.hash().to_numpy()
        first = np.searchsorted(self.hashes, hashes, side="left")
        return first, np.searchsorted(self.hashes, hashes, side="right") - first

    def find_or_bare(self, keys: pl.Series) -> tuple[np.ndarray, np.ndarray]:
        """As `find`; where nothing is called so, without what kind of place it is (`city of`)."""
        first, count = self.find(keys)
        missing = np.flatnonzero(count == 0)
        first[missing], count[missing] = self.find(keys[missing].str.replace(_KIND, ""))
        return first, count


@dataclass(frozen=True, eq=False, repr=False)
class Gazetteer:
    """`places` by row, and the names that lead to them."""

    places: pl.DataFrame
    names: Names

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """Read the tables of a folder; none where they are not there."""
        if not all((folder / name).is_file() for name in (PLACES, ALIASES)):
            return None
        places = read_places(folder)
        aliases = pl.read_parquet(folder / ALIASES)
        return cls(places, _names(places, aliases))


def rows_of(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Row of each id wanted among distinct ids, -1 where it is not there."""
    known = pl.DataFrame({"id": ids, "row": np.arange(len(ids))})
    found = pl.DataFrame({"id": wanted}).join(known, on="id", how="left", maintain_order="left")
    return found["row"].fill_null(-1).to_numpy()


def _names(places: pl.DataFrame, aliases: pl.DataFrame) -> Names:
    own = places.select(place_key(pl.col("name"))).to_series()
    rows = rows_of(places["geonames_id"].to_numpy(), aliases["geonames_id"].to_numpy())
    hashes = np.concatenate((own.hash().to_numpy(), aliases["key"].hash().to_numpy()))
    place = np.concatenate((np.arange(len(own)), rows))
    by_hash = np.argsort(hashes, kind="stable")
    return Names(hashes[by_hash], place[by_hash], (np.arange(len(place)) < len(own))[by_hash])
