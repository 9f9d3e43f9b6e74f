"""Where reports were written."""

import pytest

from flows.tag.datelines import with_datelines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AMHERST - Police left.", ["AMHERST"]),
        ("He came. AMHERST -- Police left.", ["AMHERST"]),
        ("GLEN ALLEN — Police left.", ["GLEN ALLEN"]),
        ("ZORK, Ohio (AP) — Police left.", ["ZORK"]),
        ("GRELBVILLE — Police left.", ["GRELBVILLE"]),
        ("AMHERST - 3, the police left.", ["AMHERST"]),
        # No places, or no datelines.
        ("UPDATE - Police left.", []),
        ("GRELB - Police left.", []),
        ("AMHERST - police left.", []),
        ("AMHERST is where they left - Police too.", []),
        ("AMHERST-Police left.", []),
        ("AMHERST - POLICE LEFT.", []),
        ("AMHERST. He left - Police too.", []),
        ("", []),
    ],
)
def test_datelines(tags, resources, text, expected):
    given = tags(text)
    found = given.named(with_datelines(given.words, given.tagged, resources))
    assert found == [(name, "place") for name in expected]


def test_a_dateline_stands_instead_of_what_overlaps_it(tags, resources):
    given = tags("GLEN ALLEN — Jane Roe left.", (1, 1, "person", 0.9), (3, 4, "person", 0.9))
    assert given.named(with_datelines(given.words, given.tagged, resources)) == [
        ("GLEN ALLEN", "place"),
        ("Jane Roe", "person"),
    ]
