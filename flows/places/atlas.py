"""The gazetteer as arrays, and which of its places the lexicon knows under an id of its own."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl

from flows.lexicon import Lexicon
from flows.places.gazetteer import FEATURES, Gazetteer, Names, rows_of

NONE = -1
COUNTRY, ADMIN1, ADMIN2, CAPITAL, CITY = (FEATURES.index(name) for name in FEATURES[1:])
#: Countries whose divisions are written as two capitals behind a comma: `Athens, GA`.
_POSTAL = ("US", "CA")
#: Side of the cells that neighbours share, degrees; two grids, half a cell apart.
_CELL = 2.0
_COLUMNS = 1_000


@dataclass(frozen=True, eq=False, repr=False)
class Atlas:
    """Places by row: arrays as long as the gazetteer.

    `feature` (place in FEATURES), `country`, `admin1`, `admin2` (the rows of the divisions that a
    place lies in or is, -1 without), `cells` (two numbers of areas), `population`; `names` as in
    the gazetteer; `postal`: word -> row. Of the lexicon, `listed`: entity_id, place; `homes`:
    entity_id, place (the country of people and organizations); `entities`: place, entity_id, name,
    subkind.
    """

    names: Names
    feature: np.ndarray
    country: np.ndarray
    admin1: np.ndarray
    admin2: np.ndarray
    cells: tuple[np.ndarray, np.ndarray]
    population: np.ndarray
    postal: pl.DataFrame
    listed: pl.DataFrame
    homes: pl.DataFrame
    entities: pl.DataFrame

    @classmethod
    def build(cls, gazetteer: Gazetteer, lexicon: Lexicon) -> Self:
        """The atlas of a gazetteer and a lexicon."""
        places = gazetteer.places.with_row_index("place").cast({"place": pl.Int64})
        rows = places.select("geonames_id", "place")
        countries = places.filter(feature="country").select("country_code", "place")
        feature = places["feature"].to_physical().to_numpy().astype(np.int64)
        ids, own = places["geonames_id"].to_numpy(), np.arange(len(feature))
        country = places.select("country_code").join(
            countries, on="country_code", how="left", maintain_order="left"
        )
        admin1, admin2 = (
            rows_of(ids, places[name].fill_null(NONE).to_numpy())
            for name in ("admin1_id", "admin2_id")
        )
        known = lexicon.entities.filter(kind="place").join(
            rows, on="geonames_id", maintain_order="left"
        )
        home = lexicon.entities.filter(pl.col("kind").is_in(["person", "organization"]))
        return cls(
            names=gazetteer.names,
            feature=feature,
            country=country["place"].fill_null(NONE).to_numpy(),
            admin1=np.where(feature == ADMIN1, own, admin1),
            admin2=np.where(feature == ADMIN2, own, admin2),
            cells=(_cells(places, 0.0), _cells(places, 0.5)),
            population=places["population"].fill_null(0).to_numpy(),
            postal=places.filter(
                pl.col("country_code").is_in(_POSTAL),
                pl.col("code").str.contains("^[A-Z]{2}$"),
                feature="admin1",
            ).select(word="code", place="place"),
            listed=known.select("entity_id", "place"),
            homes=home.join(countries, on="country_code").select("entity_id", "place"),
            entities=known.select("place", "entity_id", "name", "subkind").unique(
                "place", keep="first", maintain_order=True
            ),
        )


def _cells(places: pl.DataFrame, shift: float) -> np.ndarray:
    """Numbers of the cells of a grid that begins `shift` cells off the south-west corner."""
    down, along = (
        ((pl.col(name) + most) / _CELL + shift).floor().cast(pl.Int64)
        for name, most in (("latitude", 90), ("longitude", 180))
    )
    return places.select(down * _COLUMNS + along).to_series().to_numpy()
