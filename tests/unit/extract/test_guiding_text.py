"""The text the project was made for; it lies beside the repository, not in it."""

from pathlib import Path

import polars as pl
import pytest

from flows.extraction import describe
from flows.lexicon import Lexicon
from flows.settings import RESOURCES

SHARED = RESOURCES.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def described():
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(SHARED).glob("*.txt"))]
    if not texts:
        pytest.skip("../shared/seeds is not here")
    documents = pl.DataFrame(
        {
            "doc_id": [f"{n:016x}" for n in range(len(texts))],
            "text": texts,
            "body_start": [0] * len(texts),
        }
    )
    return describe(documents, Lexicon.load(RESOURCES / "seeds" / "lexicon"))


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
    ("a", "b", "expected"),
    [
        ("org:shia-militias", "org:islamic-state", {"hostile"}),
        ("country:US", "country:IR", {"allied"}),
        ("org:islamic-state", "org:iraqi-army", {"hostile"}),
        ("group:sunni", "country:IR", {"hostile"}),
    ],
)
def test_sides(stance, a, b, expected):
    assert stance(a, b) == expected
