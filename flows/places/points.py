"""The points that stand for countries, and for divisions whose land is known.

Which point stands for a country is a matter of taste: some gazetteers take the middle of its land,
others whole degrees that somebody once read off a map. Points within a hundred miles (161 km) of
one another are the same for most purposes, so a country's lies within that of both where it can:
halfway between the middle of the mainland and the usual point (countryinfo's, much like those of
other gazetteers). Where these are too far apart for that, the usual one stands. It is outvoted
where the middle of the mainland and the middle of where people live lie clearly nearer to one
another than to it: then the point is the spatial median of all three.
"""

import polars as pl

from flows.places.centres import Point, apart, cells, spatial_median
from flows.places.coordinates import EARTH_KM

_DEGREES = ("longitude", "latitude")
#: How much nearer is clearly nearer.
_CLEARLY = 0.75
#: Twice 161 km, in radii of the Earth.
_BRIDGED = 2 * 161 / EARTH_KM


def points_of_countries(
    countries: pl.DataFrame, cities: pl.DataFrame, usual: pl.DataFrame, land: pl.DataFrame
) -> pl.DataFrame:
    """Countries with longitude and latitude (degrees).

    Reads what `sources.countries`, `sources.cities` and `sources.points` give, and `read_middles`.
    A usual point outside of all of a country's cities is a slip of the pen and does not count.
    """
    groups = cities.group_by("country").agg(_DEGREES)
    places = {key: list(zip(*degrees, strict=True)) for key, *degrees in groups.iter_rows()}
    mainland = _points(land.filter(pl.col("division").is_null()), "country")
    listed = _points(usual, "country_code")
    points = [
        _point(listed.get(code), mainland.get(alpha_3), places.get(country, [])) or (None, None)
        for country, code, alpha_3 in countries.select(
            "country", "country_code", "alpha_3"
        ).iter_rows()
    ]
    degrees = pl.DataFrame(points, schema=dict.fromkeys(_DEGREES, pl.Float64), orient="row")
    return countries.hstack(degrees)


def points_of_divisions(
    divisions: pl.DataFrame, countries: pl.DataFrame, land: pl.DataFrame
) -> pl.DataFrame:
    """Divisions (level, country, code, longitude, latitude) with the middle of their land for their
    point, where it is known.

    Its codes are the first two letters of ISO 3166-2.
    """
    known = land.drop_nulls("division").rename({"country": "alpha_3"})
    coded = known.join(countries.select("country", "alpha_3"), on="alpha_3").select(
        "country",
        letters="division",
        level=pl.lit(1, dtype=divisions.schema["level"]),
        **{f"land_{name}": name for name in _DEGREES},
    )
    return (
        divisions.with_columns(letters=pl.col("code").str.slice(3, 2))
        .join(coded, on=["country", "letters", "level"], how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"land_{name}", name).alias(name) for name in _DEGREES)
        .drop("letters", *(f"land_{name}" for name in _DEGREES))
    )


def _points(table: pl.DataFrame, key: str) -> dict[str, Point]:
    return {each: (x, y) for each, x, y in table.select(key, *_DEGREES).iter_rows()}


def _point(usual: Point | None, land: Point | None, places: list[Point]) -> Point | None:
    """The point of one country; none where nothing is known."""
    lived = spatial_median(cells(places)) if places else None
    sound = usual if usual and _among(usual, places) else None
    if not (sound and land and lived):
        return sound or land or lived
    if apart(land, lived) < _CLEARLY * min(apart(sound, land), apart(sound, lived)):
        return spatial_median([sound, land, lived])
    return spatial_median([sound, land]) if apart(sound, land) < _BRIDGED else sound


def _among(point: Point, places: list[Point]) -> bool:
    """Whether a point lies in the box around places."""
    sides = zip(point, zip(*places, strict=True), strict=True)
    return bool(places) and all(min(side) <= degree <= max(side) for degree, side in sides)
