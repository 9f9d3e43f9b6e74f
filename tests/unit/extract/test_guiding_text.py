"""The text the project was made for; it lies beside the repository, not in it."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.describe import describe, extract
from flows.lexicon import Lexicon
from flows.settings import RESOURCES

LEXICON = Lexicon.load(RESOURCES / "seeds" / "lexicon")
SHARED = RESOURCES.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def documents():
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(SHARED).glob("*.txt"))]
    if not texts:
        pytest.skip("../shared/seeds is not here")
    return pl.DataFrame(
        {
            "doc_id": [f"{n:016x}" for n in range(len(texts))],
            "text": texts,
            "body_start": [0] * len(texts),
        }
    )


@pytest.fixture(scope="module")
def described(documents):
    return describe(documents, LEXICON)


@pytest.fixture(scope="module")
def mentions(described):
    return described["mentions"]


@pytest.fixture(scope="module")
def stance(described):
    def of(a, b):
        found = described["evidence"].filter(entity_a=min(a, b), entity_b=max(a, b))
        return set(found["stance"].drop_nulls())

    return of


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("ISIS", "organization"),
        ("Iran", "place"),
        ("US", "place"),
        ("Iraq", "place"),
        ("Amerli", "place"),
        ("Tikrit", "place"),
        ("Mosul", "place"),
        ("Tal Afar", "place"),
        ("Al-Fallujah", "place"),
        ("Baghdad", "place"),
        ("Nouri Al-Maliki", "person"),
        ("Haidar Al-Abbadi", "person"),
        ("Da’wah Party", "organization"),
        ("Shia", "group"),
        ("Sunni", "group"),
        ("Turkoman", "group"),
        ("Iraqi army", "organization"),
        ("Iranian", "group"),
        ("American", "group"),
    ],
)
def test_kinds(mentions, surface, kind):
    found = mentions.filter(surface=surface)
    assert found["kind"].unique().to_list() == [kind]
    assert found["method"].unique().to_list() == ["lexicon"]


@pytest.mark.parametrize(
    "surfaces", [["Iran", "Iranian"], ["US", "American", "America"], ["Iraq", "Iraqi", "Iraqis"]]
)
def test_people_and_country_meet(mentions, surfaces):
    assert mentions.filter(pl.col("surface").is_in(surfaces))["entity_id"].n_unique() == 1


@pytest.mark.parametrize(
    ("surface", "entity_id"),
    [
        ("Nouri Al-Maliki", "person:nouri-al-maliki"),
        ("Haidar Al-Abbadi", "person:haider-al-abadi"),
        ("US", "country:US"),
        ("America", "country:US"),
        ("American", "country:US"),
        ("Iran", "country:IR"),
        ("Iranian", "country:IR"),
        ("ISIS", "org:islamic-state"),
        ("Da’wah Party", "org:islamic-dawa-party"),
        ("Shia militia", "org:shia-militias"),
        ("Shia militias", "org:shia-militias"),
        ("Iraqi army", "org:iraqi-army"),
        ("Sunni", "group:sunni"),
        ("Sunnis", "group:sunni"),
        ("Al-Fallujah", "city:iq-fallujah"),
        ("Diyala province", "region:iq-diyala"),
    ],
)
def test_every_alias_lands_right(mentions, surface, entity_id):
    assert mentions.filter(surface=surface)["entity_id"].unique().to_list() == [entity_id]


def test_diyala_is_named(mentions):
    assert mentions.filter(pl.col("surface").str.contains("Diyala"))["kind"].to_list() == ["place"]


@pytest.mark.parametrize("surface", ["Tikrit", "Mosul", "Al-Fallujah", "Tal Afar"])
def test_what_could_happen_to_towns_is_hypothetical(mentions, surface):
    assert mentions.filter(surface=surface)["modality"].to_list() == ["hypothetical"]


@pytest.mark.parametrize(
    ("surface", "first", "last", "basis"),
    [
        # Nothing tells the year: the text is undated.
        ("1 August", None, None, None),
        ("22 August", None, None, None),
        ("2005-2008", date(2005, 1, 1), date(2008, 12, 31), "explicit"),
        ("2003", date(2003, 1, 1), date(2003, 12, 31), "explicit"),
    ],
)
def test_dates(described, surface, first, last, basis):
    found = described["dates"].filter(surface=surface)
    assert found.select("date_from", "date_to", "basis").rows() == [(first, last, basis)]


@pytest.mark.parametrize(("surface", "day"), [("1 August", 1), ("22 August", 22)])
def test_dates_take_the_year_from_the_day_of_the_text(documents, surface, day):
    dated = documents.with_columns(published_at=pl.lit(datetime(2014, 9, 5, tzinfo=UTC)))
    found = extract(dated, LEXICON).dates.filter(surface=surface)
    expected = (date(2014, 8, day), date(2014, 8, day), "year_inferred")
    assert found.select("date_from", "date_to", "basis").rows() == [expected]


@pytest.mark.parametrize(
    ("surface", "lower", "unit", "role", "approximate"),
    [
        ("over 40 worshippers", 40, "worshippers", "killed", False),
        ("hundreds of US soldiers", 100, "soldiers", "killed", True),
        ("thousands of unspeakable acts", 1000, "acts", None, True),
        ("hundreds of Iraqis", 100, "iraqis", "killed", True),
    ],
)
def test_quantities(described, surface, lower, unit, role, approximate):
    found = described["quantities"].filter(surface=surface)
    columns = ("lower", "lower_inclusive", "upper", "unit", "role", "approximate")
    assert found.select(columns).rows() == [(lower, False, None, unit, role, approximate)]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("org:shia-militias", "org:islamic-state", {"hostile"}),
        ("country:US", "country:IR", {"allied"}),
        ("org:islamic-state", "org:iraqi-army", {"hostile"}),
        ("group:sunni", "country:IR", {"hostile"}),
        ("country:US", "org:islamic-state", {"hostile"}),
        ("country:IR", "org:shia-militias", {"allied"}),
        ("country:US", "org:shia-militias", {"allied"}),
        ("org:us-armed-forces", "org:shia-militias", {"hostile"}),
    ],
)
def test_sides(stance, a, b, expected):
    assert stance(a, b) == expected
