"""Names that their surroundings call places."""

import pytest

from flows.tag.localities import locate_by_words
from flows.tag.merge import merge


@pytest.fixture(scope="module")
def located(tags, resources):
    def run(text, *names):
        """Kinds of the tagged names: first word, last word, kind."""
        given = tags(text, *((*name, 0.9) for name in names))
        merged = merge(given.words, given.found, given.tagged, resources)
        rows = locate_by_words(given.words, merged, resources)
        at = dict(rows.select("first", "kind").rows())
        return [at[first] for first, _, _ in names]

    return run


@pytest.mark.parametrize(
    ("text", "names", "place"),
    [
        ("They left the villages of Zork and Grelb.", [(5, 5), (7, 7)], True),
        ("They left the village of Zork.", [(5, 5)], True),
        ("They met in a village of the Zork Villages Project.", [(7, 9)], False),
        ("They left Zork, Quem and Grelb counties.", [(2, 2), (4, 4), (6, 6)], True),
        ("They left Zork and Grelb offices.", [(2, 2), (4, 4)], False),
        ("They left two Congressional districts.", [(3, 3)], False),
        ("They were near the village Zork.", [(5, 5)], True),
        ("They left the Zork refugee camp then.", [(3, 3)], True),
        ("They met the Zork refugee group then.", [(3, 3)], False),
        ("They went north of Zork then.", [(4, 4)], True),
        ("Residents of Zork left.", [(2, 2)], True),
        ("They left Zork, a Georgian town near it.", [(2, 2)], True),
        ("They left Zork, a town councillor, then.", [(2, 2)], False),
        ("They left Zork and Grelb, two Shia towns.", [(2, 2), (4, 4)], True),
        ("They met Zork residents there.", [(2, 2)], True),
        # Roads; Lois Lane is none.
        ("They left Zork Drive then.", [(2, 3)], True),
        ("They left Zork Drive-In then.", [(2, 3)], False),
        ("They lived on Zork Lane then.", [(3, 4)], True),
        ("They met Zork Lane then.", [(2, 3)], False),
        # What the gazetteer knows.
        ("They met an Alton man there.", [(3, 3)], True),
        ("They met a Zorkgrelb man there.", [(3, 3)], False),
        ("They saw a Buford home there.", [(3, 3)], True),
        ("They saw the Buford home there.", [(3, 3)], False),
        ("They met Jane Roe, 24, of Nelson there.", [(8, 8)], True),
        ("They met an heir of Nelson there.", [(5, 5)], False),
        ("They met in Clinton then.", [(3, 3)], True),
        ("They had confidence in Clinton then.", [(4, 4)], False),
        # Lists behind a preposition of place.
        ("They met in Baghdad, Cornwall and Sharon then.", [(5, 5), (7, 7)], True),
        ("They met in Baghdad, Hezbollah and Sharon then.", [(7, 7)], False),
        ("In Lebanon, Sharon and Nelson met.", [(3, 3), (5, 5)], False),
    ],
)
def test_places_by_what_is_said_of_them(located, text, names, place):
    found = located(text, *((first, last, "organization") for first, last in names))
    assert found == ["place" if place else "organization"] * len(names)


def test_full_names_of_persons_stay(located):
    assert located("They left the village of John Roe.", (5, 6, "person")) == ["person"]
    assert located("They lived on John Lane then.", (3, 4, "person")) == ["place"]
