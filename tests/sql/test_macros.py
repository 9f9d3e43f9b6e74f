"""Macros for analysts, on the sample corpus and on figures worked out by hand."""

import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.store import connect
from flows.store.build import SQL


@pytest.fixture(scope="module")
def snapshot(samples: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(warehouse=samples) as connection:
        yield connection


@pytest.fixture(scope="module")
def scalar() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for name in ("npmi", "log_likelihood", "of_scope"):
            connection.execute((SQL / "macros" / f"{name}.sql").read_text())
        yield connection


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # n_both, n_a, n_b, n_units
        ((1, 1, 1, 2), 1.0),
        ((1, 2, 2, 4), 0.0),
        ((1, 1, 1, 1), None),
        ((2, 2, 3, 5), math.log(2 * 5 / (2 * 3)) / math.log(5 / 2)),
        ((1, 1000, 1000, 1500), -math.log(1000 * 1000 / 1500) / math.log(1500)),
    ],
)
def test_npmi(
    scalar: duckdb.DuckDBPyConnection, table: tuple[int, ...], expected: float | None
) -> None:
    assert scalar.execute("SELECT npmi($1, $2, $3, $4)", table).fetchone() == (
        pytest.approx(expected),
    )


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((1, 2, 2, 4), 0.0),
        # Two words that only ever meet: G2 = 2 n H(p) with p = 1/2, n = 4.
        ((2, 2, 2, 4), 8 * math.log(2)),
        ((4, 4, 2, 4), None),
        ((1, 1, 1, 1), None),
        # Fewer meetings than chance has are negative.
        (
            (1, 3, 3, 5),
            -2 * (math.log(5 / 9) + 2 * 2 * math.log(5 / 3)),
        ),
    ],
)
def test_log_likelihood(
    scalar: duckdb.DuckDBPyConnection, table: tuple[int, ...], expected: float | None
) -> None:
    assert scalar.execute("SELECT log_likelihood($1, $2, $3, $4)", table).fetchone() == (
        pytest.approx(expected),
    )


@pytest.mark.parametrize(
    ("words", "entity_id"),
    [
        ("Iran", "country:IR"),
        ("iran", "country:IR"),
        ("country:IR", "country:IR"),
        ("Iranian", "country:IR"),
        ("U.S.", "country:US"),
    ],
)
def test_find_entity_takes_names_aliases_and_ids(
    snapshot: duckdb.DuckDBPyConnection, words: str, entity_id: str
) -> None:
    found = snapshot.execute("SELECT entity_id, score FROM find_entity($1)", [words]).fetchone()
    assert found is not None
    assert found[0] == entity_id
    assert found[1] >= 2


def test_find_entity_suggests_what_is_close(snapshot: duckdb.DuckDBPyConnection) -> None:
    found = snapshot.execute("SELECT name, score FROM find_entity('Amrli')").fetchall()
    assert "Amerli" in {name for name, _ in found}
    assert all(score < 2 for _, score in found)
    assert snapshot.execute("FROM find_entity('Qqqqq')").fetchall() == []


@pytest.mark.parametrize("chars", [0, 1, 40, 100_000])
def test_kwic_shows_every_mention_in_its_place(
    snapshot: duckdb.DuckDBPyConnection, chars: int
) -> None:
    lines = snapshot.execute(
        'SELECT k.surface, k."left", k."right", d.text, k."start", k."end" '
        "FROM kwic('Iran', $1) AS k JOIN documents AS d USING (doc_id)",
        [chars],
    ).fetchall()
    mentions = snapshot.execute("SELECT count(*) FROM mentions WHERE entity_id = 'country:IR'")
    assert mentions.fetchone() == (len(lines),)
    for surface, left, right, text, start, end in lines:
        assert text[start:end] == surface
        assert left == text[max(start - chars, 0) : start]
        assert right == text[end : end + chars]


def test_pair_shows_the_sentences_in_either_order(snapshot: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT source_uri, sentence_no, sentence FROM pair($1, $2)"
    found = snapshot.execute(query, ["Iran", "United States"]).fetchall()
    assert found == snapshot.execute(query, ["United States", "Iran"]).fetchall()
    counted = snapshot.execute(
        "SELECT n_both FROM cooccurrences WHERE scope = 'sentence' "
        "AND entity_a = 'country:IR' AND entity_b = 'country:US'"
    )
    assert counted.fetchone() == (len(found),)


def test_neighbours_are_the_pairs_of_a_name(snapshot: duckdb.DuckDBPyConnection) -> None:
    found = snapshot.execute("SELECT entity_id, n_both FROM neighbours('Iran')").fetchall()
    pairs = snapshot.execute(
        "SELECT if(entity_a = 'country:IR', entity_b, entity_a), n_both FROM cooccurrences "
        "WHERE scope = 'sentence' AND 'country:IR' IN (entity_a, entity_b)"
    ).fetchall()
    assert sorted(found) == sorted(pairs)
    assert snapshot.execute("FROM neighbours('Qqqqq')").fetchall() == []


def test_enemies_and_allies_have_sentences(snapshot: duckdb.DuckDBPyConnection) -> None:
    enemies = snapshot.execute("SELECT entity_id, n_hostile FROM enemies('ISIS')").fetchall()
    assert enemies[0][0] == "country:US"
    for entity_id, n_hostile in enemies:
        sentences = snapshot.execute(
            "SELECT count(*) FROM pair('org:islamic-state', $1) "
            "WHERE stance = 'hostile' AND modality IN ('asserted', 'attributed')",
            [entity_id],
        ).fetchall()
        assert sentences == [(n_hostile,)]
    allies = snapshot.execute("SELECT name FROM allies('Assad')").fetchall()
    assert {("Iran",), ("Russia",)} <= set(allies)
    assert snapshot.execute("FROM sides_of('Qqqqq')").fetchall() == []


def test_copies_and_corrections_of_a_brief_are_one_story(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    told = snapshot.execute(
        "SELECT list(path ORDER BY path), first(story_id) = min_by(doc_id, published_at) "
        "FROM documents GROUP BY story_id HAVING count(*) > 1 ORDER BY 1"
    ).fetchall()
    assert told == [
        (["2014-08-22-diyala-mosque.md", "2014-08-24-diyala-mosque-corrected.md"], True),
        (
            [
                "2014-08-31-amerli-relief.md",
                "2014-09-01-amerli-relief-gazette.md",
                "2014-09-01-amirli-relief-herald.md",
            ],
            True,
        ),
    ]


def test_corroboration_counts_stories(snapshot: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT n_documents, n_publishers, publishers, n_sentences, source_uri "
        "FROM corroboration($1, $2)"
    )
    names = ["Badr Organization", "Kataib Hezbollah"]
    found = snapshot.execute(query, names).fetchall()
    assert found == snapshot.execute(query, names[::-1]).fetchall()
    assert found[0] == (
        3,
        3,
        "Gazette Two, Herald Three, Wire One",
        3,
        "texts/2014-08-31-amerli-relief.md",
    )
    counted = snapshot.execute(
        "SELECT n_stories, n_documents, n_both FROM cooccurrences WHERE scope = 'sentence' "
        "AND entity_a = least(entity_named($1), entity_named($2)) "
        "AND entity_b = greatest(entity_named($1), entity_named($2))",
        names,
    ).fetchone()
    totals = (len(found), sum(row[0] for row in found), sum(row[3] for row in found))
    assert counted == totals
    assert snapshot.execute(query, ["Qqqqq", "Iran"]).fetchall() == []


def test_a_timeline_adds_up(snapshot: duckdb.DuckDBPyConnection) -> None:
    by_day, by_year = (
        snapshot.execute(f"SELECT sum(n_mentions) FROM timeline_of('Iraq', '{period}')").fetchone()
        for period in ("day", "year")
    )
    assert by_day and by_year
    assert 0 < by_day[0] <= by_year[0]
