"""The text the project was made for; it lies beside the repository, not in it."""

from pathlib import Path

import polars as pl
import pytest

from flows.extract import extract
from flows.lexicon import Lexicon
from flows.settings import RESOURCES

SHARED = RESOURCES.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def mentions():
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
    return extract(documents, Lexicon.load(RESOURCES / "seeds" / "lexicon")).mentions


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


def test_diyala_is_named(mentions):
    assert mentions.filter(pl.col("surface").str.contains("Diyala"))["kind"].to_list() == ["place"]
