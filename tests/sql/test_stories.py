"""Which texts are one story: given texts, expect stories; and what is counted by them."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from random import Random

import polars as pl
import pytest

from flows.store.build import Build
from tests.sql.given import Given, Text, doc_id, rows
from tests.sql.stories import story_ids, told

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_FIRST, _LATER = date(2014, 6, 1), date(2014, 6, 20)


def words(n: int, seed: int = 0) -> list[str]:
    """Words that no other seed has in this order."""
    random = Random(seed)
    syllables = [a + b for a in _CONSONANTS for b in _VOWELS]
    return ["".join(random.choices(syllables, k=3)) for _ in range(n)]


def prose(n: int, seed: int = 0) -> str:
    return " ".join(words(n, seed)) + "."


def changed(text: str, every: int) -> str:
    """The text with every so many words another."""
    return " ".join(
        f"x{word}" if number % every == every // 2 else word
        for number, word in enumerate(text.split())
    )


def frame(texts: Sequence[str], days: Sequence[date | None] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "doc_id": [doc_id(number) for number in range(1, len(texts) + 1)],
            "text": list(texts),
            "published_at": days or [None] * len(texts),
        },
        schema_overrides={"published_at": pl.Date},
    ).with_columns(
        body_start=pl.lit(0, dtype=pl.Int32),
        publisher=pl.lit(None, dtype=pl.String),
        content_sha256=pl.col("text"),
    )


def stories(
    texts: Sequence[str], days: Sequence[date | None] | None = None
) -> list[tuple[int, ...]]:
    """The numbers (from 1) of the texts of every story, its first text first."""
    found: dict[str, list[str]] = {}
    for text, story in sorted(story_ids([frame(texts, days)]).items()):
        found.setdefault(story, []).append(text)
    numbered = [
        (int(story, 16), *(int(text, 16) for text in members if text != story))
        for story, members in found.items()
    ]
    return sorted(numbered)


BRIEF, REPORT, OTHER = prose(30), prose(200), prose(200, seed=7)
FOOTER = prose(80, seed=3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # Case, accents, blanks and punctuation count for nothing, even in two words.
        ("Fire in Fallujah", 'FIRE in\n"Fallūjah"!', True),
        ("Fire in Fallujah", "Fire in Ramadi", False),
        ("Fire in Fallujah", "In Fallujah fire", False),
        ("!!!", "!!!", True),
        ("!!!", "???", False),
        (BRIEF, BRIEF + " (Wire One)", True),
        # In a line, one name makes another event, and so does one number anywhere.
        (BRIEF, changed(BRIEF, 15), False),
        (f"{BRIEF} At 7", f"{BRIEF} At 8", False),
        (" ".join(words(8)), " ".join(words(9)), False),
        (REPORT, OTHER, False),
        (REPORT, changed(REPORT, 12), True),
        (REPORT, f"BAGHDAD, Aug. 31 (Wire One) - {REPORT}", True),
        (REPORT, f"{prose(30, seed=9)} {REPORT}", True),
        (f"{REPORT} At 7", f"{REPORT} At 8", True),
        # Cut versions: from the end, from the middle, with edits; less than two fifths are none.
        (REPORT, " ".join(words(200)[:90]), True),
        (REPORT, " ".join(words(200)[:60] + words(200)[120:]), True),
        (REPORT, changed(" ".join(words(200)[:120]), 40), True),
        (REPORT, " ".join(words(200)[:70]), False),
        (prose(80), " ".join(words(80)[:45]), True),
        (prose(80), " ".join(words(80)[:20] + words(80)[50:]), True),
        (prose(80), changed(" ".join(words(80)[:45]), 45), False),
        (prose(70), changed(prose(70), 15), True),
        (f"{prose(70)} 7", f"{changed(prose(70), 15)} 8", False),
        # What an outlet prints under every text.
        (f"{prose(100)} {FOOTER}", f"{prose(100, seed=5)} {FOOTER}", False),
        (f"{prose(60)} {FOOTER}", f"{prose(60, seed=5)} {FOOTER}", False),
        # Texts longer than their sketches.
        (prose(2000), changed(prose(2000), 15), True),
        (prose(2000), " ".join(words(2000)[:1000]), True),
        (prose(2000), f"{prose(1000)} {prose(1000, seed=2)}", False),
    ],
)
def test_two_texts(one: str, other: str, same: bool) -> None:
    found = stories([one, other])
    assert (len(found) == 1) == same
    assert len(stories([other, one])) == len(found)


@pytest.mark.parametrize(
    ("text", "later", "same"),
    [
        (BRIEF, BRIEF, True),
        (BRIEF, f"{BRIEF} (Wire One)", False),
        (REPORT, f"{REPORT} (Wire One)", True),
    ],
)
def test_a_line_of_another_week_is_another_event(text: str, later: str, same: bool) -> None:
    assert (len(stories([text, later], [_FIRST, _LATER])) == 1) == same
    assert len(stories([text, later], [_FIRST, _FIRST])) == 1


def test_a_story_is_called_by_its_first_text() -> None:
    longer = f"{REPORT} {prose(40, seed=4)}"
    assert stories([REPORT, longer], [_FIRST, _LATER]) == [(1, 2)]
    assert stories([longer, REPORT], [_LATER, _FIRST]) == [(2, 1)]
    # Of one day, or of unknown days, by the longest; by id where they are as long.
    assert stories([REPORT, longer], [_FIRST, _FIRST]) == [(2, 1)]
    assert stories([REPORT, longer]) == [(2, 1)]
    assert stories([REPORT, REPORT.upper()]) == [(1, 2)]
    assert stories([REPORT, REPORT], [None, _FIRST]) == [(2, 1)]


def chain(length: int) -> list[str]:
    """Texts of which each shares three quarters with the next, and the first and fifth nothing."""
    line = words(200 + 50 * length)
    return [" ".join(line[50 * number : 50 * number + 200]) for number in range(length)]


def test_a_chain_does_not_glue_unlike_texts() -> None:
    days = [date(2014, 6, day) for day in range(1, 13)]
    found = stories(chain(12), days)
    assert len(found) > 4
    texts = chain(12)
    for first, *others in found:
        for other in others:
            common = set(texts[first - 1].split()) & set(texts[other - 1].split())
            assert len(common) >= 100


def test_a_later_text_changes_no_story_of_earlier_ones() -> None:
    texts = chain(12)
    days = [date(2014, 6, day) for day in range(1, 13)]
    alone = [dict(story_ids([frame(texts[:n], days[:n])])) for n in (3, 6, 12)]
    for before, after in pairwise(alone):
        assert before.items() <= after.items()


def test_a_digest_does_not_glue_its_parts() -> None:
    parts = [prose(100, seed) for seed in range(3)]
    assert stories([*parts, " ".join(parts)]) == [(1,), (2,), (3,), (4,)]


def test_thousands_of_alike_texts_make_few_pairs() -> None:
    copies = [f"{REPORT} Printed {number}." for number in range(1000)]
    with told([frame([*copies, *([OTHER] * 1000)])]) as connection:
        for model in ("stg_story_candidates", "stg_story_pairs"):
            row = connection.execute(f"SELECT count(*) FROM {model}").fetchone()
            assert row is not None
            assert row[0] < 10 * len(copies), model
        found = connection.execute(
            "SELECT count(*), count(DISTINCT story_no) FROM stg_stories"
        ).fetchone()
    assert found == (2000, 2)


# A copy of the first text in other signs, and a text of its own; two of the three publishers known.
COUNTED = (
    Text("A and B met. / C", publisher="Wire", published=date(2014, 6, 1)),
    Text("A and B met / C", publisher="Herald", published=date(2014, 6, 2)),
    Text("A B D", published=date(2014, 6, 3)),
)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    with Given(tmp_path_factory.mktemp("counted"), COUNTED).built() as built:
        yield built


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "SELECT doc_id, story_id FROM documents",
            [(doc_id(1), doc_id(1)), (doc_id(2), doc_id(1)), (doc_id(3), doc_id(3))],
        ),
        (
            "SELECT entity_id, n_documents, n_stories FROM entities",
            [("A", 3, 2), ("B", 3, 2), ("C", 2, 1), ("D", 1, 1)],
        ),
        (
            "SELECT entity_a, entity_b, n_documents, n_stories, n_publishers FROM cooccurrences "
            "WHERE scope = 'sentence'",
            [("A", "B", 3, 2, 2), ("A", "D", 1, 1, 0), ("B", "D", 1, 1, 0)],
        ),
        (
            "SELECT entity_a, entity_b, n_documents, n_stories FROM cooccurrences "
            "WHERE scope = 'document' AND entity_b = 'C'",
            [("A", "C", 2, 1), ("B", "C", 2, 1)],
        ),
    ],
)
def test_counts_by_story(counted: Build, query: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(counted, query) == expected


def test_corroboration_has_a_row_per_story(counted: Build) -> None:
    query = (
        "SELECT story_id, n_documents, n_publishers, publishers, n_sentences, n_asserted, sentence "
        "FROM corroboration('B', '{}')"
    )
    expected = [
        (doc_id(1), 2, 2, "Herald, Wire", 2, 2, "A and B met."),
        (doc_id(3), 1, 0, None, 1, 1, "A B D"),
    ]
    assert rows(counted, query.format("A")) == expected
    assert rows(counted, query.format("C")) == []
