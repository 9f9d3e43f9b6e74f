import hashlib

import polars as pl
import pytest

from flows.extract import extract
from flows.lexicon import Lexicon
from flows.settings import RESOURCES


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load(RESOURCES / "seeds" / "lexicon")


@pytest.fixture
def mentions(lexicon):
    def find(text):
        documents = pl.DataFrame(
            {"doc_id": ["0" * 16], "text": [text], "body_start": [0]},
        )
        return extract(documents, lexicon).mentions

    return find


def test_a_demonym_is_a_group_whose_entity_is_the_country(mentions):
    row = mentions("It had Iranian support.").row(0, named=True)
    assert (row["kind"], row["subkind"], row["basis"]) == ("group", "nationality", "demonym")
    assert (row["entity_id"], row["entity_kind"], row["name"]) == ("country:IR", "place", "Iran")


def test_open_names_are_identified_by_kind_and_name(mentions):
    row = mentions("He met President Zork  O’Blurk.").row(0, named=True)
    digest = hashlib.sha256(b"person\0Zork O'Blurk").hexdigest()[:16]
    assert row["name"] == "Zork O'Blurk"
    assert row["surface"] == "Zork  O’Blurk"
    assert row["entity_id"] == f"name:{digest}"
    assert row["method"] == "names"


def test_a_surname_goes_to_the_one_longer_name(mentions):
    found = mentions("He met President Zork Blurk. Then Blurk left.")
    assert found["entity_id"].n_unique() == 1
    assert found["basis"].to_list() == ["name", "short"]
    assert found["name"].to_list() == ["Zork Blurk", "Zork Blurk"]


def test_a_surname_of_two_people_goes_to_neither(mentions):
    found = mentions("President Zork Blurk met President Mork Blurk. Then Blurk left.")
    assert found["entity_id"].n_unique() == 3
    assert found["basis"].to_list() == ["name"] * 3


def test_confidence_of_lexicon_matches_follows_the_case_rule(mentions):
    found = mentions("The US and Iran met.")
    assert found["confidence"].to_list() == [0.98, 0.95]
