from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.link.identity import name_id
from flows.link.merging import merge_names

NONE = pl.DataFrame(schema={"name": pl.String, "other": pl.String})


@pytest.fixture(scope="module")
def lexicon(shipped):
    """Of the lexicon as shipped those of whom tests speak: ten thousand names are slow to spell."""
    known = shipped.entities.filter(pl.col("name").str.contains("Abadi|Ünal"))
    named = shipped.aliases.join(known, on="entity_id", how="semi", maintain_order="left")
    return replace(shipped, entities=known, aliases=named)


def names(*rows):
    """Names of a corpus: (kind, name, mentions)."""
    return pl.DataFrame(
        [(name_id(kind, name), name, kind, None, n, 100 * n) for kind, name, n in rows],
        schema={"entity_id": pl.String, "name": pl.String, "kind": pl.String,
                "subkind": pl.String, "n_mentions": pl.Int64, "weight": pl.Int64},
        orient="row",
    )  # fmt: skip


@pytest.fixture(scope="module")
def merged(lexicon):
    """What goes to what, with the score: {name: (name, score)}."""

    def merge(*rows, distinct=NONE, lexicon=lexicon):
        found = names(*rows)
        result = merge_names(found, lexicon.entities, lexicon.aliases, distinct)
        to = result.rename({"name": "to_name"}).join(found, left_on="from_id", right_on="entity_id")
        return {row["name"]: (row["to_name"], row["score"]) for row in to.iter_rows(named=True)}

    return merge


@pytest.mark.parametrize(
    ("kind", "many", "few", "score"),
    [
        ("person", "Zérgio Mozo", "Zergio Mozo", 0.95),
        ("organization", "Zork Post-Herald", "Zork Post Herald", 0.95),
        ("place", "Zumrān", "Zumran", 0.95),
        ("person", "Zergei Blurkov", "Zergey Blurkov", 0.85),
        ("person", "Zork al-Blurk", "Zork Blurk", 0.85),
        ("group", "Zorkians", "Zorkian", 0.85),
        ("person", "Mohammed Zork", "Muhammad Zork", 0.75),
        ("organization", "Kata'ib al-Zorki", "Kataib al-Zorqi", 0.85),
        ("person", "Zork Blurkowitz", "Zork P. Blurkowitz", 0.7),
    ],
)
def test_spellings_of_one_name_merge(merged, kind, many, few, score):
    assert merged((kind, many, 3), (kind, few, 2)) == {few: (many, score)}


def test_what_is_written_in_capitals_goes_to_what_is_not(merged):
    found = merged(("person", "ZORK BLURK", 5), ("person", "Zork Blurk", 1))
    assert found == {"ZORK BLURK": ("Zork Blurk", 0.95)}


def test_an_acronym_is_no_shouting(merged):
    found = merged(("organization", "ZORK", 5), ("organization", "Zork", 1))
    assert found == {"Zork": ("ZORK", 0.95)}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("person", "Zerry Blurk", "Zarry Blurk"),
        ("person", "Zork XVI", "Zork XVII"),
        ("person", "Blurk", "Zork Blurk"),
        ("person", "Kim Zong", "Kim Zung"),
        ("person", "Zíchel", "Zichel"),
        ("person", "al-Zarouq", "al-Zaruk"),
        ("person", "Michal Blurk", "Michael Blurk"),
        ("organization", "Zork Labor Party", "Zork Labour Party"),
        ("organization", "ZA", "Za"),
        ("organization", "NZZA", "NZA"),
        ("place", "Zumran", "Zummran"),
        ("place", "Zum'", "Zum"),
    ],
)
def test_names_that_may_be_two_stay_apart(merged, kind, one, other):
    assert merged((kind, one, 3), (kind, other, 2)) == {}


def kinds(lexicon, found, distinct=NONE):
    """What of several kinds goes to what: {(kind, name): (kind, name)}."""
    result = merge_names(found, lexicon.entities, lexicon.aliases, distinct)
    of = {row["entity_id"]: (row["kind"], row["name"]) for row in found.iter_rows(named=True)}
    turned = (row for row in result.iter_rows(named=True) if row["kind"] != of[row["from_id"]][0])
    assert all(row["score"] <= 0.8 for row in turned)
    return {of[row["from_id"]]: (row["kind"], row["name"]) for row in result.iter_rows(named=True)}


def test_one_name_of_several_kinds_is_of_the_kind_it_is_most_surely(lexicon):
    person, party, town = ((kind, "Zork Blurk") for kind in ("person", "organization", "place"))
    found = names((*person, 3), (*party, 4), (*town, 1))
    assert kinds(lexicon, found) == {person: party, town: party}
    # Four mentions of which the tagger was not sure weigh less than three of which it was.
    unsure = found.with_columns(weight=pl.Series([290, 180, 60]))
    assert kinds(lexicon, unsure) == {party: person, town: person}
    apart = pl.DataFrame({"name": ["Zork Blurk"], "other": ["Zork Blurk"]})
    assert kinds(lexicon, found, apart) == {}


def test_a_name_of_another_kind_goes_where_its_own_goes(lexicon):
    party, person, spelled = (
        ("organization", "Zork Blurkov"), ("person", "Zork Blurkov"), ("person", "Zörk Blurkov"),
    )  # fmt: skip
    result = merge_names(
        names((*party, 1), (*person, 2), (*spelled, 9)), lexicon.entities, lexicon.aliases, NONE
    )
    assert set(result["to_id"]) == {name_id(*spelled)}
    assert set(result["from_id"]) == {name_id(*party), name_id(*person)}
    assert set(result["name"]) == {"Zörk Blurkov"}


def test_a_spelling_follows_its_name_into_another_kind(lexicon):
    party, person, spelled, other = (
        ("organization", "Zörk Blurkov"), ("person", "Zörk Blurkov"), ("person", "Zork Blurkov"),
        ("organization", "Zork-Blurkov"),
    )  # fmt: skip
    found = names((*party, 9), (*person, 5), (*spelled, 1))
    assert kinds(lexicon, found) == {person: party, spelled: party}
    # And on, to how that kind spells it most often.
    found = names((*party, 9), (*person, 5), (*spelled, 1), (*other, 10))
    assert kinds(lexicon, found) == {person: other, spelled: other, party: other}


def test_two_spellings_that_turn_to_each_other_come_to_an_end(lexicon):
    found = names(
        ("person", "Zork Blurkov", 3), ("organization", "Zork Blurkov", 4),
        ("person", "Zörk Blurkov", 2), ("organization", "Zörk Blurkov", 1),
        ("person", "Zork Blürkov", 1),
    )  # fmt: skip
    party, person = ("organization", "Zork Blurkov"), ("person", "Zörk Blurkov")
    assert kinds(lexicon, found) == {
        ("person", "Zork Blurkov"): party,
        ("person", "Zork Blürkov"): party,
        ("organization", "Zörk Blurkov"): person,
    }


def test_the_lexicon_keeps_a_spelling_from_following_its_name(lexicon):
    party, person, spelled = (
        ("organization", "Zörk Blurkov"), ("person", "Zörk Blurkov"), ("person", "Zork Blurkov"),
    )  # fmt: skip
    found = names((*party, 9), (*person, 5), (*spelled, 1))
    apart = pl.DataFrame({"name": ["Zork Blurkov"], "other": ["Zörk Blurkov"]})
    assert kinds(lexicon, found, apart) == {person: party}


def test_a_name_that_may_not_go_on_stops_at_its_own(lexicon):
    party, person, other = (
        ("organization", "Zörk Blurkov"), ("person", "Zörk Blurkov"),
        ("organization", "Zork-Blurkov"),
    )  # fmt: skip
    apart = pl.DataFrame({"name": ["Zork-Blurkov"], "other": ["Zörk Blurkov"]})
    found = names((*party, 9), (*person, 5), (*other, 10))
    assert kinds(lexicon, found, apart) == {person: party}


def test_a_name_of_the_lexicon_takes_in_what_texts_take_for_another_kind(lexicon):
    known = lexicon.entities.filter(name="Haider al-Abadi").select("entity_id", "name", "kind")
    found = pl.concat(
        [
            names(("place", "Haider al-Abadi", 2)),
            known.with_columns(subkind=None, n_mentions=9, weight=900),
        ],
        how="vertical_relaxed",
    )
    assert kinds(lexicon, found) == {("place", "Haider al-Abadi"): ("person", "Haider al-Abadi")}


def test_one_word_may_be_several_things(lexicon):
    assert kinds(lexicon, names(("person", "Zordan", 9), ("place", "Zordan", 2))) == {}


def test_a_name_of_several_towns_takes_nothing_in(lexicon):
    towns = names(("place", "Zanta Cruz", 3)).with_columns(entity_id=pl.lit("geonames:1"))
    towns = pl.concat([towns, towns.with_columns(entity_id=pl.lit("geonames:2"))])
    assert kinds(lexicon, pl.concat([towns, names(("person", "Zanta Cruz", 1))])) == {}


def test_spellings_of_several_kinds_stay_apart(merged):
    assert merged(("person", "Zérgio Mozo", 3), ("organization", "Zergio Mozo", 2)) == {}


def test_a_name_of_the_lexicon_takes_the_others_in(merged, shipped):
    rows = ("person", "Haidar Al Abbady", 9), ("person", "Haydar al-Abadi", 2)
    found = merged(*rows, lexicon=shipped)
    assert {to for to, _ in found.values()} == {"Haider al-Abadi"}


def test_two_middle_initials_are_two_people(merged):
    found = merged(
        ("person", "Zork Blurk", 9), ("person", "Zork A. Blurk", 2), ("person", "Zork B. Blurk", 1)
    )
    assert found == {}


def test_a_middle_initial_tells_people_of_a_common_surname_apart(merged):
    family = [("person", f"{name} Blurk", 1) for name in ("Anna", "Bela", "Cora", "Dora")]
    assert merged(("person", "Zork Blurk", 9), ("person", "Zork A. Blurk", 2), *family) == {}


def test_the_lexicon_keeps_names_apart(merged):
    rows = [("person", name, n) for n, name in enumerate(["Zergei Blurk", "Zergey Blurk"])]
    distinct = NONE.vstack(pl.DataFrame({"name": ["Zergei Blurk"], "other": ["Zergey Blurk"]}))
    assert merged(*rows, distinct=distinct) == {}
    third = ("person", "Zergej Blurk", 0), ("person", "Zergeiy Blurk", 9)
    # Of two that may not be one, the one with fewer mentions stays itself.
    assert merged(*rows, *third, distinct=distinct) == {"Zergey Blurk": ("Zergeiy Blurk", 0.85)}


SPELLINGS = (
    "Zergei Blurk", "Zergey Blurk", "Zérgei Blurk", "Zergei P. Blurk", "Haidar Al Abbady", "Ünal",
)  # fmt: skip
KINDS = st.sampled_from(["person", "organization", "place"])
SPELLED = st.sampled_from(SPELLINGS)


@settings(max_examples=40)
@given(st.lists(st.tuples(KINDS, SPELLED, st.integers(1, 9)), unique_by=lambda row: row[:2]),
       st.lists(st.tuples(SPELLED, SPELLED), max_size=1),
       st.randoms(use_true_random=False))  # fmt: skip
def test_merging_does_not_depend_on_order_and_is_one_step(lexicon, rows, apart, random):
    distinct = pl.DataFrame(apart, schema=NONE.schema, orient="row")
    merges = merge_names(names(*rows), lexicon.entities, lexicon.aliases, distinct)
    shuffled = random.sample(rows, len(rows))
    assert merge_names(names(*shuffled), lexicon.entities, lexicon.aliases, distinct).equals(merges)
    assert not set(merges["from_id"]) & set(merges["to_id"])
    assert merges["from_id"].is_unique().all()
    ends = dict(merges.select("from_id", "to_id").iter_rows())
    entities = {}
    for kind, name, _ in rows:
        entities.setdefault(name, set()).add(ends.get(name_id(kind, name), name_id(kind, name)))
    several = {name for name, other in apart if name == other} | {"Ünal"}
    assert all(len(entities[name]) == 1 for name in entities.keys() - several)
    assert all(
        not entities.get(name, set()) & entities.get(other, set())
        for name, other in apart
        if name != other
    )
