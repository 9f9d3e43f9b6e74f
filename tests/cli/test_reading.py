"""sql, why and path: answers, errors, and what a reader must not be able to do."""

import io
import json
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import Type

COUNTS = "SELECT name, n_mentions FROM entities WHERE entity_id = 'country:US'"


def test_formats(alongside: Type, published: Path, tmp_path: Path) -> None:
    where = ("-w", str(published))
    assert alongside("sql", COUNTS, *where).out == "name,n_mentions\nUnited States,2\n"
    as_json = alongside("sql", COUNTS, "--format", "json", *where).out
    assert json.loads(as_json) == [{"name": "United States", "n_mentions": 2}]
    assert "United States  2" in alongside("sql", COUNTS, "--format", "table", *where).out
    file = tmp_path / "it's a [file].parquet"
    assert alongside("sql", COUNTS, "--output", str(file), *where).code == 0
    assert pl.read_parquet(file, glob=False).rows() == [("United States", 2)]


def test_lists_in_csv_are_written_out(alongside: Type, published: Path) -> None:
    said = alongside("sql", "SELECT [1, NULL] AS n, {'a': 'x'} AS s", "-w", str(published))
    assert said.out == "n,s\n\"[1, NULL]\",{'a': x}\n"


def test_what_has_no_form_is_told_in_words(alongside: Type, published: Path) -> None:
    asked = "SELECT INTERVAL 2 DAY AS a, [INTERVAL 1 YEAR] AS b, 'x'::BLOB AS c"
    assert alongside("sql", asked, "-w", str(published)).out == "a,b,c\n2 days,[1 year],x\n"
    said = alongside("sql", asked, "--format", "json", "-w", str(published))
    assert json.loads(said.out) == [{"a": "2 days", "b": "[1 year]", "c": "x"}]


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("kind", ["DATE", "TIMESTAMP", "TIMESTAMPTZ"])
def test_what_never_ends_is_refused(alongside: Type, published: Path, form: str, kind: str) -> None:
    asked = f"SELECT 1 AS a, '-infinity'::{kind} AS b"
    said = alongside("sql", asked, "--format", form, "-w", str(published))
    assert said.code == 1
    assert "an infinite date or time has no form here" in said.err
    asked = f"SELECT '2014-08-01'::{kind} AS a, NULL::{kind} AS b"
    said = alongside("sql", asked, "--format", form, "-w", str(published))
    assert (said.code, said.err) == (0, "")
    assert "2014-08-01" in said.out


def test_no_rows_are_an_empty_table(alongside: Type, published: Path) -> None:
    none = "SELECT name FROM entities WHERE false"
    assert alongside("sql", none, "-w", str(published)).out == "name\n"
    said = alongside("sql", none, "--format", "json", "-w", str(published))
    assert json.loads(said.out) == []


def test_query_from_standard_input(
    alongside: Type, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(COUNTS))
    assert alongside("sql", "-w", str(published)).out.endswith("United States,2\n")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("sql", "SELEC 1"), 2, "Parser Error"),
        (("sql", "SELECT 1", "--format", "xml"), 2, "no format 'xml'"),
        (("sql", "SELECT 1 AS n, 2 AS n", "--format", "csv"), 2, "two columns are called n"),
        (("sql", "SELECT 1", "--output", "/nowhere/x.csv"), 1, "cannot write /nowhere/x.csv"),
        (
            ("sql", "SELECT count(*) FROM range(99999999999)", "--timeout", "0.2"),
            1,
            "longer than 0.2 seconds",
        ),
        (("sql", "SELECT 1", "--snapshot", "999999"), 2, "no snapshot '999999'"),
        (("sql", "SELECT 1", "--snapshot", "../.."), 2, "no snapshot '../..'"),
        (("path", "nothing"), 2, "no dataset 'nothing'"),
        (("why", "Irann"), 2, "the nearest: Iran (country:IR)"),
        (("why", "a", "b", "c"), 2, "one or two entities"),
    ],
)
def test_errors_are_for_people(
    alongside: Type, published: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    said = alongside(*words, "-w", str(published))
    assert said.code == code
    assert says in said.err
    assert "Traceback" not in said.err


def test_nothing_is_published_yet(alongside: Type, tmp_path: Path) -> None:
    said = alongside("sql", "SELECT 1", "-w", str(tmp_path))
    assert said.code == 2
    assert "run `alongside run` first" in said.err


@pytest.mark.parametrize("words", [("Iran",), ("country:IR",), ("iran",)])
def test_why_takes_names_and_ids(alongside: Type, published: Path, words: tuple[str, ...]) -> None:
    said = alongside("why", *words, "-w", str(published))
    assert "1 sentence names Iran" in said.out
    assert "texts/amerli.md · Wire One · 2014-08-31" in said.out
    assert "[Iran] and the United States helped" in said.out


def test_why_two_marks_both_and_an_alias_will_do(alongside: Type, published: Path) -> None:
    said = alongside("why", "Iran", "American", "-w", str(published))
    assert "[Iran] and the [United States] helped Iraq at Amerli." in said.out
    apart = alongside("why", "Iran", "Mosul", "-w", str(published))
    assert apart.out == "no sentence names Iran and Mosul together\n"


def test_path_leads_to_the_dataset(alongside: Type, published: Path) -> None:
    file = Path(alongside("path", "mentions", "-w", str(published)).out.rstrip("\n"))
    assert file.is_absolute()
    assert pl.read_parquet(file).height > 0
