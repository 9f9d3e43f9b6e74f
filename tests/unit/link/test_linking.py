import hashlib

import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of


@pytest.fixture(scope="module")
def mentions(shipped, in_one_batch):
    return in_one_batch(lambda *texts: extract(documents_of(list(texts)), shipped).mentions)


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


def test_an_initial_stands_for_the_one_given_name(mentions):
    found = mentions("Zork Blurk met Mary Blurk. Then M. Blurk left.")
    assert found["name"].to_list() == ["Zork Blurk", "Mary Blurk", "Mary Blurk"]
    assert found["basis"].to_list() == ["name", "name", "short"]


def test_an_initial_of_two_given_names_stands_for_neither(mentions):
    found = mentions("Mike Blurk met Mary Blurk. Then M. Blurk left.")
    assert found["name"].to_list() == ["Mike Blurk", "Mary Blurk", "M. Blurk"]


def test_the_surname_of_a_junior_is_not_junior(mentions):
    found = mentions("He met President Zork Blurk Jr. in May. Then Blurk left.")
    assert found["name"].to_list() == ["Zork Blurk Jr.", "Zork Blurk Jr."]


def test_a_surname_of_two_people_goes_to_neither(mentions):
    found = mentions("President Zork Blurk met President Mork Blurk. Then Blurk left.")
    assert found["entity_id"].n_unique() == 3
    assert found["basis"].to_list() == ["name"] * 3


def test_confidence_of_lexicon_matches_follows_the_case_rule(mentions):
    found = mentions("The US and Iran met.")
    assert found["confidence"].to_list() == [0.98, 0.95]


@pytest.fixture
def linked(mentions):
    """Surfaces of a text with the names of their entities and the basis."""

    def find(text):
        return mentions(text).select("surface", "name", "basis").rows()

    return find


@pytest.mark.parametrize(
    ("text", "surface", "name", "basis"),
    [
        # Acronyms, before and behind their definition, either way round.
        ("ZPU won. The Zork Patriotic Union (ZPU) left.", "ZPU", "Zork Patriotic Union", "acronym"),
        ("The ZPU (Zork Patriotic Union) won. ZPU left.", "ZPU", "Zork Patriotic Union", "acronym"),
        ("Zork Naval Command's (ZNC) ships left. ZNC won.", "ZNC", "Zork Naval Command", "acronym"),
        # In the order of its own language.
        ("Zork Union Party (PZK) won. PZK left.", "PZK", "Zork Union Party", "acronym"),
        # The document is right about its own acronym, the lexicon about its entity's other name.
        (
            "The Financial Services Alliance (FSA) met. The FSA left.",
            "FSA", "Financial Services Alliance", "acronym",
        ),
        (
            "The Popular Peace Party (PPP) met. The PPP left.", "PPP", "Popular Peace Party",
            "acronym",
        ),
        (
            "The People Power Party (PPP) met. The PPP left.", "PPP", "People Power Party",
            "acronym",
        ),
        # Parties that many countries have.
        ("Ireland's Labour Party won.", "Labour Party", "Labour Party (Ireland)", "variant"),
        ("The Labour Party won.", "Labour Party", "Labour Party", "name"),
        ("The UK's Labour Party won in Ireland.", "Labour Party", "Labour Party", "name"),
        ("Britain told Ireland the Labour Party won.", "Labour Party", "Labour Party", "name"),
        ("Fidesz and the Labour Party met in Britain.", "Labour Party", "Labour Party", "name"),
        ("The Norwegian Labour Party met Britain.", "Labour Party", "Labour Party (Norway)",
         "variant"),
        ("It won in Seoul for the Democratic Party.", "Democratic Party",
         "Democratic Party of Korea", "variant"),
        ("South Korea, South Korea and the U.S. saw the People Power Party lose to the Democratic "
         "Party.", "Democratic Party", "Democratic Party of Korea", "variant"),
        ("Germany, Germany and the U.S. fear the Democratic Party.", "Democratic Party",
         "Democratic Party (United States)", "short"),
        (
            "The United Nations Security Council Committee met.",
            "United Nations Security Council Committee",
            "United Nations Security Council Committee", "name",
        ),
        # Governments, by any word for their country.
        ("The Nigerien Government left.", "Nigerien Government", "Government of Niger", "variant"),
        ("The Government of Niger left.", "Government of Niger", "Government of Niger", "name"),
        ("The Soviet Government left.", "Soviet Government", "Government of the Soviet Union",
         "variant"),
        ("The Government of the Republic of Iraq left.", "Government of the Republic of Iraq",
         "Iraqi government", "variant"),
        ("The Government of Zorkia left.", "Government of Zorkia", "Government of Zorkia", "name"),
        # States, whatever their style.
        ("The Republic of Cape Verde left.", "Republic of Cape Verde", "Cape Verde", "variant"),
        ("The People's Republic of Kampuchea left.", "People's Republic of Kampuchea", "Cambodia",
         "variant"),
        ("The Republic of Zorkia left.", "Republic of Zorkia", "Republic of Zorkia", "name"),
        ("The Democratic Republic of Germany left.", "Democratic Republic of Germany",
         "Democratic Republic of Germany", "name"),
        # Short forms of people.
        ("President Zork al-Blurki came. Al-Blurki left.", "Al-Blurki", "Zork al-Blurki", "short"),
        ("President Zork Blurki came. They met Mr. Blurky.", "Blurky", "Zork Blurki", "short"),
        ("President Zork Rebelo de Blurk came. Rebelo de Blurk left.",
         "Rebelo de Blurk", "Zork Rebelo de Blurk", "short"),
        ("President Zork J. Blurk came. Zork Blurk left.", "Zork Blurk", "Zork J. Blurk", "short"),
        ("President Kim Blurk came. Later Kim left.", "Kim", "Kim Blurk", "short"),
        ("Kim wins\n\nPresident Kim Blurk came.", "Kim", "Kim Blurk", "short"),
        # Whom the document calls by three lengths of the name.
        ("President Zork Mork Blurk came. Mork Blurk left. Blurk fell.",
         "Blurk", "Zork Mork Blurk", "short"),
        ("President Walid Abu Zork came. Abu Zork left.", "Abu Zork", "Walid Abu Zork", "short"),
        # Of people who share a surname.
        ("They met Ali and Mary Zork.", "Ali", "Ali Zork", "short"),
        ("They met Hillary and Bill Clinton.", "Hillary", "Hillary Clinton", "short"),
        # Of organizations, at the beginning and by their head.
        ("The Zawra Party won. Then the Zawra left.", "Zawra", "Zawra Party", "short"),
        ("The Zawra Supreme Council met. The Supreme Council left.",
         "Supreme Council", "Zawra Supreme Council", "short"),
        ("The Zawra Supreme Relief Council met. The Supreme Relief Council left. The Relief "
         "Council fell.", "Relief Council", "Zawra Supreme Relief Council", "short"),
    ],
)  # fmt: skip
def test_a_document_says_who_is_meant(linked, text, surface, name, basis):
    assert {row[1:] for row in linked(text) if row[0] == surface} == {(name, basis)}


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        # No acronym of it.
        ("The Free Patriotic Union (XQV) won. XQV left.", "XQV"),
        # A part of it alone.
        ("The Statute of the Zork Court (ZC) stands. ZC left.", "ZC"),
        # Two people of that name, and a title that may be another's.
        ("President Zork Blurk met President Mork Blurk. Blurk left.", "Blurk"),
        ("President Walid Abu Zork met Khaled Abu Zork. Abu Zork left.", "Abu Zork"),
        ("Tim John Blurk met John Blurk. Blurk left.", "Blurk"),
        ("President Kim Blurk came. King Kim left.", "Kim"),
        # Nor is who comes before the full name, or a thing.
        ("They came. His son Kim left. Then Kim Blurk called.", "Kim"),
        ("Bill Blurk came. The Bill passed.", "Bill"),
        # What an organization is at, and half of a country.
        ("Zork Treats at Grelb Foods Inc. won. Grelb Foods Inc. left.", "Grelb Foods Inc."),
        ("The South Zork Consultative Group met. He left the South.", "South"),
        ("The House Zork Caucus met. He left the House.", "House"),
        # No surname that two share.
        ("Princess Mary and Michael Blurk left.", "Mary"),
        ("Then Peter and Paul Cathedral fell.", "Peter"),
        ("Ali came. Ali and Mary Blurk left.", "Ali"),
        # A full name is not the end of something else.
        ("Surviving John Blurk won. John Blurk left.", "John Blurk"),
        ("Anti-Blurk forces left. Blurk won.", "Blurk"),
    ],
)
def test_what_is_not_said_is_not_linked(linked, text, surface):
    assert {row[1] for row in linked(text) if row[0] == surface} <= {surface}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Governor Jay Nixon warned residents. Later Nixon left.", "Jay Nixon"),
        # Someone with a title, and someone who is named in full, are not him.
        ("Governor Jay Nixon warned residents. President Nixon left.", "Richard Nixon"),
        ("Richard Nixon met Governor Jay Nixon. Later Nixon left.", "Richard Nixon"),
    ],
)
def test_a_namesake_of_the_lexicon_s_person(shipped, tagger, text, name):
    assert extract(documents_of([text]), shipped, tagger).mentions["name"].to_list()[-1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The bill failed. (PTI)", "Press Trust of India"),
        ("The bill failed. (AAP)", "Australian Associated Press"),
        ("The AAP won in Delhi. (BBC)", "Aam Aadmi Party"),
    ],
)
def test_acronyms_of_agencies_in_source_lines(mentions, text, name):
    found = mentions(text)
    assert found.filter(found["surface"].is_in(["PTI", "AAP"]))["name"].to_list() == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Bill would require access. Bill Shorten left.", ["Bill Shorten"]),
        (
            "The House Freedom Caucus met. The congressman will depart the House.",
            ["House Freedom Caucus", "House"],
        ),
    ],
)
def test_the_beginning_of_a_name_is_not_always_short_for_it(shipped, tagger, text, names):
    assert extract(documents_of([text]), shipped, tagger).mentions["name"].to_list() == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The U.S. Internal Revenue Service announced it.", "Internal Revenue Service"),
        ("The UN World Food Programme met.", "World Food Programme"),
        ("The U.S. Zork Agency met.", "U.S. Zork Agency"),
    ],
)
def test_a_body_behind_the_name_of_its_country(shipped, tagger, text, name):
    assert extract(documents_of([text]), shipped, tagger).mentions["name"].to_list() == [name]


@pytest.mark.parametrize("who", ["militants", "extremist groups", "terrorism", "rebels"])
def test_islamic_militants_are_islamists(mentions, who):
    row = mentions(f"He met Islamic {who} in May.").row(0, named=True)
    assert (row["surface"], row["name"], row["subkind"]) == ("Islamic", "Islamists", "movement")


@pytest.mark.parametrize("who", ["scholars", "art. Militants left", "groups"])
def test_other_muslims_are_not(mentions, who):
    assert mentions(f"He met Islamic {who} in May.")["name"].to_list() == ["Muslims"]
