"""Which of two names that overlap stands."""

import pytest

from flows.tag.merge import merge


@pytest.fixture(scope="module")
def merged(tags, resources):
    def run(text, *tagged):
        """Surface, whether it is open, and kind of the names."""
        given = tags(text, *tagged)
        rows = merge(given.words, given.found, given.tagged, resources)
        surfaces = given.surfaces(rows["first"], rows["last"])
        is_open = rows["alias"].is_null().to_list()
        return list(zip(surfaces, is_open, rows["kind"].to_list(), strict=True))

    return run


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ((), [("Jordan", False, None)]),
        (((2, 2, "person", 0.8),), [("Jordan", False, None)]),
        (((2, 2, "person", 0.95),), [("Jordan", True, "person")]),
        (((2, 2, "place", 0.95),), [("Jordan", False, None)]),
        (((2, 3, "organization", 0.6),), [("Jordan Grelb", True, "organization")]),
    ],
)
def test_lexicon_or_tagger(merged, tagged, expected):
    assert merged("then came Jordan Grelb there.", *tagged)[: len(expected)] == expected


@pytest.mark.parametrize("kind", ["person", "organization"])
def test_an_organization_of_one_word_is_no_person(merged, kind):
    assert merged("then came Pfizer there.", (2, 2, kind, 0.99))[:1] == [("Pfizer", False, None)]


def test_names_that_cross_a_match_are_dropped(merged):
    found = merged("They were in Saudi Arabia Grelb.", (4, 5, "place", 0.99))
    assert found[0] == ("Saudi Arabia", False, None)
    assert all(surface != "Arabia Grelb" for surface, _, _ in found)


def test_names_share_no_token(merged):
    found = merged("They met Ulla Quist Harbord.", (2, 3, "person", 0.9))
    assert [surface for surface, _, _ in found] == ["Ulla Quist"]


def test_an_article_stays_outside(merged):
    found = merged("I saw The Wexley Club.", (2, 4, "organization", 0.9))
    assert [surface for surface, _, _ in found] == ["Wexley Club"]


def test_a_possessive_stays_outside(merged):
    found = merged("the United Kingdom's Secretary said", (1, 3, "place", 0.9))
    assert found[0] == ("United Kingdom", False, None)


def test_a_title_is_no_name(merged):
    assert merged("Then the Secretary of State left.", (4, 4, "organization", 0.9)) == []


def test_the_last_word_of_a_full_name_is_no_namesake(merged):
    found = merged("Hunga Jordan left Jordan.", (0, 1, "person", 0.9))
    assert [surface for surface, _, _ in found] == ["Hunga Jordan", "Jordan"]


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("It began with the Grelb War there.", (4, 5, "organization", 0.6), "event"),
        ("It began with the Grelb War there.", (4, 5, "person", 0.6), "person"),
        ("It was the Grelb Brigade there.", (3, 4, "misc", 0.6), "organization"),
        ("They left the Grelb River behind.", (3, 4, "organization", 0.6), "place"),
        ("They left the Grelb River behind.", (3, 4, "organization", 0.9), "organization"),
        ("They saw the Grelb province there.", (3, 3, "organization", 0.6), "place"),
        ("They saw a VBIED there.", (3, 3, "organization", 0.9), "other"),
        ("They saw the USS Grelb there.", (3, 4, "person", 0.9), "other"),
        ("They won the Grelb Derby there.", (3, 4, "organization", 0.9), "event"),
        ("They met the Grelb Derby there.", (3, 4, "person", 0.9), "person"),
        ("They met in Grelb Oblast there.", (3, 4, "organization", 0.6), "place"),
        ("They met in Grelb Oblast there.", (3, 4, "organization", 0.9), "organization"),
        ("They met in Grelb Oblast there.", (3, 4, "person", 0.9), "place"),
        ("They met Grelb School District there.", (2, 4, "organization", 0.6), "organization"),
        ("They met Grelb Water District there.", (2, 4, "place", 0.9), "organization"),
    ],
)
def test_firm_evidence_decides_where_the_tagger_is_unsure(merged, text, tagged, expected):
    assert [kind for _, _, kind in merged(text, tagged)] == [expected]


def test_forces_have_their_number(merged):
    found = merged("They led Task Force 150 there.", (2, 3, "organization", 0.9))
    assert found == [("Task Force 150", True, "organization")]


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        # Half of a title, at the end and at the beginning of what was tagged.
        ("It was Supreme Leader Zork.", (2, 2, "organization", 0.9), ["Zork person"]),
        ("The Grelb Press Secretary left.", (1, 2, "organization", 0.9), ["Grelb organization"]),
        ("Secretary of Defense Mary Zork left.", (2, 4, "organization", 0.9), ["Mary Zork person"]),
        ("The Grelb Party Secretary left.", (1, 2, "organization", 0.9),
         ["Grelb Party organization"]),
        # A title that was kept, and an office that is the name.
        ("They met Bishop Mary Zork.", (2, 4, "organization", 0.5), ["Mary Zork person"]),
        ("They left King Mary Street.", (2, 4, "place", 0.5), ["King Mary Street place"]),
        ("They met the Duke of Grelb.", (3, 5, "person", 0.9), ["Duke of Grelb person"]),
        ("They met the King of Grelb.", (3, 5, "person", 0.9), []),
        ("They met the Iraqi Minister of Education.", (3, 6, "person", 0.9), ["Iraqi"]),
        ("They met Clerk Dean Zork there.", (3, 4, "person", 0.9), ["Dean Zork person"]),
        ("They met Dean Zork there.", (2, 3, "person", 0.9), ["Zork person"]),
        ("They met Grelb County Sheriff there.", (2, 4, "person", 0.9), ["Grelb County place"]),
        # Sons.
        ("They met Mary Zork, Jr. there.", (2, 3, "person", 0.9), ["Mary Zork, Jr. person"]),
        ("They met Mary Zork, Jr. there.", (5, 5, "person", 0.9), ["Mary Zork person"]),
        # The place of an office, and of what it owns.
        ("The President of Iran Mary Zork left.", (3, 5, "organization", 0.5),
         ["Iran", "Mary Zork person"]),
        ("The President of the Philippines Mary Zork left.", (4, 6, "place", 0.9),
         ["Philippines", "Mary Zork person"]),
        ("The University of Iran Mary Zork.", (1, 5, "organization", 0.9),
         ["University of Iran Mary Zork organization"]),
        ("They left Baghdad's Zork Hall.", (2, 5, "place", 0.9), ["Baghdad", "Zork Hall place"]),
        # The letter of a party, and a day.
        ("They met Mary Zork (D-Grelb) there.", (5, 7, "organization", 0.9),
         ["Mary Zork person", "Grelb place"]),
        ("They met Mary Zork, R-Grelb, there.", (5, 7, "misc", 0.9),
         ["Mary Zork person", "Grelb place"]),
        ("They left on D-Day there.", (3, 5, "misc", 0.9), ["D-Day event"]),
        # Articles, but those of works.
        ("An Zork plane fell.", (0, 1, "organization", 0.9), ["Zork organization"]),
        ("A Zork in Grelb was read.", (0, 3, "misc", 0.9), ["A Zork in Grelb other"]),
        # A match that the rules had taken into a longer name, a time of day, a storm.
        ("The Presidency of Donald Trump ended.", (3, 4, "person", 0.9), ["Donald Trump"]),
        ("The Government of the People's Republic of China left.", (4, 8, "organization", 0.5),
         ["People's Republic of China"]),
        ("They saw the State of Jammu and Kashmir there.", (3, 5, "place", 0.5),
         ["State of Jammu and Kashmir place"]),
        ("They met Iran al-Iran there.", (2, 5, "person", 0.9), ["Iran al-Iran person"]),
        ("They left at noon UTC there.", (4, 4, "organization", 0.9), []),
        # Words that diplomats write with a capital, Roman numbers; but a family.
        ("All the Member States were there.", (2, 3, "place", 0.9), []),
        ("The Heads of State and Government met.", (1, 5, "organization", 0.9), []),
        ("Heads of State and Government of the Arab League met.", (4, 8, "organization", 0.9),
         ["Arab League"]),
        ("They met the nuclear Powers there.", (4, 4, "person", 0.9), []),
        ("Then Powers was there.", (1, 1, "person", 0.9), ["Powers person"]),
        ("They read Part XV there.", (3, 3, "organization", 0.9), []),
        ("Then Cyclone Mary came.", (1, 2, "person", 0.9), ["Cyclone Mary event"]),
        # Numbers.
        ("They saw the Zork Il-76 there.", (3, 6, "person", 0.9), ["Zork Il-76 other"]),
        ("They had the Zork GRELB-19 there.", (3, 6, "place", 0.9), ["Zork GRELB-19 other"]),
        ("They took Highway 401 home.", (2, 3, "place", 0.9), ["Highway 401 place"]),
    ],
)  # fmt: skip
def test_what_was_cut_or_kept_too_much(merged, text, tagged, expected):
    found = merged(text, tagged)
    assert [f"{name} {kind}" if is_open else name for name, is_open, kind in found] == expected
