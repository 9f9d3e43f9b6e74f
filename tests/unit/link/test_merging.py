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
        [(name_id(kind, name), name, kind, None, n) for kind, name, n in rows],
        schema={"entity_id": pl.String, "name": pl.String, "kind": pl.String,
                "subkind": pl.String, "n_mentions": pl.Int64},
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


def test_kinds_stay_apart(merged):
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


SPELLINGS = st.sampled_from(
    ["Zergei Blurk", "Zergey Blurk", "Zérgei Blurk", "Zergei P. Blurk", "Haidar Al Abbady", "Ünal"]
)
KINDS = st.sampled_from(["person", "organization", "place"])


@settings(max_examples=25)
@given(st.lists(st.tuples(KINDS, SPELLINGS, st.integers(1, 3)), unique_by=lambda row: row[:2]),
       st.randoms(use_true_random=False))  # fmt: skip
def test_merging_does_not_depend_on_order_and_is_one_step(lexicon, rows, random):
    merges = merge_names(names(*rows), lexicon.entities, lexicon.aliases, NONE)
    shuffled = random.sample(rows, len(rows))
    assert merge_names(names(*shuffled), lexicon.entities, lexicon.aliases, NONE).equals(merges)
    assert not set(merges["from_id"]) & set(merges["to_id"])
    assert merges["from_id"].is_unique().all()
