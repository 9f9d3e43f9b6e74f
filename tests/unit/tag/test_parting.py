"""Names of the tagger that are two names."""

import pytest

from flows.tag.parting import part


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        # Who and where from.
        ("Jane Roe of Nelson left.", (0, 3, "person"), [("Jane Roe", "person"),
                                                        ("Nelson", "place")]),
        ("Jane Roe of Zorkgrelb left.", (0, 3, "person"), [("Jane Roe", "person"),
                                                           ("Zorkgrelb", "organization")]),
        ("Then Lawrence of Arabia left.", (1, 3, "person"), [("Lawrence of Arabia", "person")]),
        ("Then Charles II of Spain left.", (1, 4, "person"), [("Charles II of Spain", "person")]),
        ("Then King Charles of Kent left.", (1, 4, "person"), [("King Charles of Kent", "person")]),
        ("Then King Charles bin Roe of Kent left.", (1, 6, "person"),
         [("King Charles bin Roe", "person"), ("Kent", "place")]),
        ("Jane, Duchess of Kent left.", (2, 4, "person"), [("Duchess of Kent", "person")]),
        ("The Zork Earl of Kent left.", (1, 4, "person"), [("Zork Earl of Kent", "person")]),
        ("The Zork House of Nelson left.", (1, 4, "organization"),
         [("Zork House of Nelson", "organization")]),
        # Where and who holds office there.
        ("Then Nelson Selectman Jane Roe left.", (1, 4, "person"), [("Nelson", "place"),
                                                                    ("Jane Roe", "person")]),
        ("Then Zork County Clerk Jane Roe left.", (1, 5, "person"), [("Zork County", "place"),
                                                                     ("Jane Roe", "person")]),
        ("Then Zorkgrelb Chairman Jane Roe left.", (1, 4, "person"),
         [("Zorkgrelb", "organization"), ("Jane Roe", "person")]),
        ("Then Party Chairman Jane Roe left.", (1, 4, "person"), [("Jane Roe", "person")]),
        ("Then Martin Luther King Smith left.", (1, 4, "person"),
         [("Martin Luther King Smith", "person")]),
        # What a dash parts.
        ("Then Zork News – Nelson Roe left.", (1, 5, "organization"),
         [("Zork News", "organization"), ("Nelson Roe", "person")]),
        ("Zork News – Police left.", (0, 3, "organization"), [("Zork News", "organization")]),
        ("The Zork Front – Police left.", (1, 4, "organization"),
         [("Zork Front – Police", "organization")]),
        ("The Zork – Grelb ferry left.", (1, 3, "place"), [("Zork", "place"), ("Grelb", "place")]),
        ("He won the riding of Zork – Grelb.", (5, 7, "place"), [("Zork – Grelb", "place")]),
        ("Then Zork News-Police left.", (1, 4, "organization"),
         [("Zork News-Police", "organization")]),
        # A place and its state, two places of a kind, a state and the next sentence.
        ("He left ZORK, Ohio then.", (2, 4, "place"), [("ZORK", "place"), ("Ohio", "place")]),
        ("He left Washington, D.C. then.", (2, 4, "place"), [("Washington, D.C.", "place")]),
        ("He left Zork and Grelb counties.", (2, 4, "place"), [("Zork", "place"),
                                                               ("Grelb", "place")]),
        ("He left Baghdad and West Grelb.", (2, 5, "place"), [("Baghdad", "place"),
                                                              ("West Grelb", "place")]),
        ("He left Trinidad and Tobago.", (2, 4, "place"), [("Trinidad and Tobago", "place")]),
        ("He left Zork and Grelb then.", (2, 4, "place"), [("Zork and Grelb", "place")]),
        ("He left Zork, Calif. Roe stayed.", (4, 5, "person"), [("Roe", "person")]),
        ("Jane Roe, U.S. District Judge, left.", (3, 5, "organization"),
         [("U.S. District Judge", "organization")]),
    ],
)  # fmt: skip
def test_names_that_are_two(tags, resources, text, tagged, expected):
    given = tags(text, (*tagged, 0.9))
    assert given.named(part(given.words, given.tagged, resources)) == expected


def test_what_was_part_of_another_name_is_less_sure(tags, resources):
    given = tags("Jane Roe of Nelson left.", (0, 3, "person", 0.9))
    assert part(given.words, given.tagged, resources).confidence.tolist() == [0.9, 0.7]
