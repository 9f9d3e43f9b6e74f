"""Every table macro is documented with an example, and the example has an answer."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.store import connect
from flows.store.build import SQL

MACRO = re.compile(r"((?:^--.*\n)+)create or replace macro (\S+?)\([^)]*\) as table", re.MULTILINE)
DOCUMENTED = {
    match[2]: match[1]
    for path in sorted((SQL / "macros").glob("*.sql"))
    for match in MACRO.finditer(path.read_text(encoding="utf-8"))
}


@pytest.fixture(scope="module")
def snapshot(samples: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(warehouse=samples) as connection:
        yield connection


def test_every_table_macro_is_documented(snapshot: duckdb.DuckDBPyConnection) -> None:
    macros = snapshot.execute(
        "SELECT function_name FROM duckdb_functions() "
        "WHERE function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    assert {name for (name,) in macros} == {name.strip('"') for name in DOCUMENTED}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_its_example_has_an_answer(name: str, snapshot: duckdb.DuckDBPyConnection) -> None:
    comment = DOCUMENTED[name]
    assert comment.startswith(f"-- {name}(")
    (example,) = re.findall(r"^-- Example: (.+)$", comment, re.MULTILINE)
    assert example.startswith(f"FROM {name}(")
    # No names of the samples are merged; tests/sql/test_merged_names has texts with some.
    assert snapshot.execute(example).fetchall() or name == "merges"


def test_between_shows_the_sentences_of_its_days(snapshot: duckdb.DuckDBPyConnection) -> None:
    days = (date(2014, 8, 28), date(2014, 9, 3))
    found = snapshot.execute(
        'SELECT doc_id, sentence_no, names, date_from, date_to, sentence FROM "between"($1, $2)',
        days,
    ).fetchall()
    expected = snapshot.execute(
        "SELECT doc_id, sentence_no FROM sentences SEMI JOIN mentions USING (doc_id, sentence_no) "
        "WHERE date_from >= $1 AND date_to <= $2",
        days,
    ).fetchall()
    assert sorted(row[:2] for row in found) == sorted(expected)
    assert [row[3] for row in found] == sorted(row[3] for row in found)
    for _, _, names, first, last, sentence in found:
        assert days[0] <= first <= last <= days[1]
        assert names
        assert sentence


def test_pairs_between_are_those_of_the_sentences(snapshot: duckdb.DuckDBPyConnection) -> None:
    days = (date(2014, 8, 1), date(2014, 8, 31))
    (total,) = snapshot.execute("SELECT sum(n_both) FROM pairs_between($1, $2)", days).fetchall()
    (expected,) = snapshot.execute(
        'SELECT count(*) FROM evidence SEMI JOIN "between"($1, $2) USING (doc_id, sentence_no)',
        days,
    ).fetchall()
    assert total == expected


@pytest.mark.parametrize("days", [("2014-09-03", "2014-08-28"), ("1700-01-01", "1700-12-31")])
def test_no_day_has_no_sentence(snapshot: duckdb.DuckDBPyConnection, days: tuple[str, str]) -> None:
    assert snapshot.execute('FROM "between"($1, $2)', days).fetchall() == []
    assert snapshot.execute("FROM pairs_between($1, $2)", days).fetchall() == []
