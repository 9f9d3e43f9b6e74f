"""Tables of text -> where its places are, with the shipped lexicon and gazetteer."""

from collections.abc import Callable

import polars as pl
import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.lexicon import Lexicon
from flows.places import Places

Located = Callable[..., pl.DataFrame]


def entity(mentions: pl.DataFrame, surface: str) -> tuple[str, str, str]:
    """Id, name and kind of what the first mention in these words names."""
    row = mentions.filter(surface=surface).row(0, named=True)
    return row["entity_id"], row["name"], row["kind"]


def division(places: Places, mentions: pl.DataFrame, surface: str) -> tuple[str | None, str]:
    """Code of the first-level division, and country of a place outside the lexicon."""
    geonames_id = int(entity(mentions, surface)[0].removeprefix("geonames:"))
    every = places.gazetteer.places
    place = every.row(by_predicate=pl.col("geonames_id") == geonames_id, named=True)
    above = every.filter(geonames_id=place["admin1_id"])
    return above["code"].first(), place["country_code"]


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        # The text says so.
        ("A fire broke out in Georgetown, Ky., on Monday.", "Georgetown", ("KY", "US")),
        ("A fire broke out in Georgetown, Texas.", "Georgetown", ("TX", "US")),
        ("A fire broke out in Georgetown, Delaware.", "Georgetown", ("DE", "US")),
        ("They moved to Athens, GA, last year.", "Athens", ("GA", "US")),
        ("They live in Paris, Texas.", "Paris", ("TX", "US")),
        ("They live in London, Ontario.", "London", ("ON", "CA")),
        ("They live in Cambridge (Ontario).", "Cambridge", ("ON", "CA")),
        # So does the company a name keeps.
        ("In Ohio, schools in Mansfield and Newark closed.", "Newark", ("OH", "US")),
        ("The Kentucky State Police came in Richmond.", "Richmond", ("KY", "US")),
        ("They came from Peoria. Illinois will pay for them.", "Peoria", ("IL", "US")),
    ],
)
def test_the_document_says_which_place_is_meant(
    located: Located, places: Places, text: str, surface: str, expected: tuple[str, str]
) -> None:
    assert division(places, located(text), surface) == expected


@pytest.mark.parametrize(
    ("text", "surface", "entity_id"),
    [
        ("They live in Paris.", "Paris", "city:fr-paris"),
        ("They left Gaza for Gaza City.", "Gaza", "region:ps-gaza-strip"),
        ("France and Germany met in Paris.", "Paris", "city:fr-paris"),
        ("Troops reached Mosul in Nineveh.", "Mosul", "city:iq-mosul"),
        ("Baghdad said so.", "Baghdad", "city:iq-baghdad"),
        ("Talks began in Washington.", "Washington", "city:us-washington-d-c"),
        ("Tbilisi and Moscow fought over Georgia.", "Georgia", "country:GE"),
        ("Atlanta and Savannah are in Georgia.", "Georgia", "region:us-georgia-us-state"),
        ("Cases rose in Ohio, Georgia and Texas.", "Georgia", "region:us-georgia-us-state"),
        ("Armenia, Georgia and Azerbaijan signed.", "Georgia", "country:GE"),
        ("Flu spread in Oregon, New York, and Ohio.", "New York", "region:us-new-york-state"),
        ("He drove from Gainesville, Georgia.", "Georgia", "region:us-georgia-us-state"),
        ("Iraqis left.", "Iraqis", "country:IQ"),
        ("Europe is large.", "Europe", "place:europe"),
    ],
)
def test_what_the_lexicon_knows_keeps_its_id(
    located: Located, text: str, surface: str, entity_id: str
) -> None:
    assert entity(located(text), surface)[0] == entity_id


def test_two_georgetowns_are_two_entities(located: Located) -> None:
    found = located("They live in Georgetown, Ky.", "They live in Georgetown, Texas.")
    ids = found.filter(surface="Georgetown")["entity_id"]
    assert ids.n_unique() == 2
    assert ids.str.starts_with("geonames:").all()


def test_so_are_two_in_one_text(located: Located) -> None:
    found = located("They left Georgetown, Ky., for Georgetown, Texas.")
    assert found.filter(surface="Georgetown")["entity_id"].n_unique() == 2


def test_a_name_means_one_place_in_a_document(located: Located) -> None:
    found = located("Mansfield, Ohio, has a fair. Crowds came to Mansfield on Sunday.")
    assert found.filter(surface="Mansfield")["entity_id"].n_unique() == 1


def test_what_no_gazetteer_has_stays_a_name(located: Located) -> None:
    found = located("They live in Qqqville.").filter(surface="Qqqville")
    assert found["entity_id"].str.starts_with("name:").all()
    assert found["place_confidence"].null_count() == found.height == 1


def test_a_name_before_its_division_is_a_place(located: Located) -> None:
    found = located("Sherry Mansfield smiled.", "The mayor of Mansfield, Ohio, smiled.")
    kinds = found.filter(pl.col("surface").str.contains("Mansfield"))["kind"]
    assert kinds.to_list() == ["person", "place"]


def test_a_name_before_its_people_is_a_place(located: Located) -> None:
    found = located("In Ohio, a Mansfield man was found.", "A Mansfield smiled.")
    assert found.filter(surface="Mansfield")["kind"].to_list()[:1] == ["place"]


def test_confidence_falls_where_many_places_compete(located: Located) -> None:
    found = located("They live in Georgetown.", "They live in Georgetown, Ky.", "In Iraq.")
    alone, told = found.filter(surface="Georgetown")["place_confidence"]
    country = found.filter(surface="Iraq")["place_confidence"].item()
    assert alone < 0.9 < told <= country


def test_without_a_gazetteer_places_are_names(shipped: Lexicon) -> None:
    found = extract(documents_of(["They live in Georgetown."]), shipped).mentions
    assert found["place_confidence"].null_count() == found.height
    assert entity(found, "Georgetown")[0].startswith("name:")


def test_a_gazetteer_that_is_not_there_is_none(shipped: Lexicon, tmp_path) -> None:
    assert Places.load(tmp_path, shipped) is None


@pytest.mark.parametrize("texts", [(), ("",), (" ", "no name here"), ("Iraq",), ("Iraq,",)])
def test_next_to_nothing_is_read(located: Located, texts: tuple[str, ...]) -> None:
    assert located(*texts).height == sum("Iraq" in text for text in texts)


def test_a_contracted_verb_makes_no_place(located: Located) -> None:
    assert (
        located("If so I’ll go, she'll stay, and SWAT teams may come.")
        .filter(kind="place")
        .is_empty()
    )


def test_a_mark_at_the_end_of_a_text_does_not_reach_the_next(located: Located) -> None:
    apart = located("They live in Athens,", "Georgia is large.")
    assert entity(apart, "Athens")[0] == "city:gr-athens"
