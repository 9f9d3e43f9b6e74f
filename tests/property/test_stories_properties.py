"""Stories depend on the texts alone: not on their order, nor on the parts they are read in."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.stories import story_ids

#: Passages that no two share a word of; a text is a few of them.
PASSAGES = [" ".join(f"w{number}x{word}" for word in range(40)) for number in range(6)]
TEXTS = st.lists(st.sampled_from(PASSAGES), min_size=1, max_size=5, unique=True).map(" ".join)
DAYS = st.none() | st.dates(date(2014, 6, 1), date(2014, 6, 20))
STATED = st.lists(st.tuples(TEXTS, DAYS), min_size=1, max_size=8)
#: Parts are read and models made, which takes as long as the machine likes.
UNHURRIED = settings(max_examples=15)


def documents(stated: list[tuple[str, date | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "doc_id": [f"{number:016x}" for number in range(len(stated))],
            "text": [text for text, _ in stated],
            "published_at": [day for _, day in stated],
        },
        schema_overrides={"published_at": pl.Date},
    ).with_columns(
        body_start=pl.lit(0, dtype=pl.Int32),
        publisher=pl.lit(None, dtype=pl.String),
        content_sha256=pl.col("text"),
    )


@UNHURRIED
@given(STATED, st.randoms(use_true_random=False), st.integers(1, 8))
def test_order_and_parts_change_no_story(stated, random, size: int) -> None:
    frame = documents(stated)
    order = random.sample(range(frame.height), frame.height)
    shuffled = frame[order]
    parts = [shuffled[first : first + size] for first in range(0, frame.height, size)]
    assert story_ids(parts) == story_ids([frame])


@UNHURRIED
@given(STATED)
def test_stories_partition_the_texts(stated) -> None:
    frame = documents(stated)
    found = story_ids([frame])
    assert found.keys() == set(frame["doc_id"])
    # A story is called by a text of its own, and equal texts are in one.
    assert all(found[story] == story for story in found.values())
    equal = dict(zip(frame["text"], map(found.get, frame["doc_id"]), strict=True))
    assert all(
        found[doc_id] == equal[text] for doc_id, text in frame.select("doc_id", "text").rows()
    )


@UNHURRIED
@given(TEXTS, TEXTS, DAYS)
def test_near_duplicates_are_so_both_ways(one: str, other: str, day: date | None) -> None:
    there = story_ids([documents([(one, day), (other, day)])])
    back = story_ids([documents([(other, day), (one, day)])])
    assert len(set(there.values())) == len(set(back.values()))
