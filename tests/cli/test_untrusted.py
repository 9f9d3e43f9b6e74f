"""sql for a reader nobody trusts: what is refused, in one line, and what limits hold."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from flows.cli.prompt import prompt
from flows.store import connect
from tests.cli.conftest import Type
from tests.network_guard import PYTHON_PATH

#: What is asked -> a word of the refusal. `{here}` is a folder with in.csv, in.json and in.parquet.
REFUSED = {
    # Writing anywhere.
    "COPY entities TO '{here}/out.csv'": "only queries",
    "COPY (SELECT 1) TO '{here}/out.parquet'": "only queries",
    "COPY entities FROM '{here}/in.csv'": "only queries",
    "EXPORT DATABASE '{here}/out'": "only queries",
    "IMPORT DATABASE '{here}'": "only queries",
    "SELECT * FROM query('COPY entities TO ''{here}/out.csv''')": "Parser Error",
    # Reading other files.
    "FROM read_text('{here}/in.csv')": "Permission Error",
    "FROM read_blob('{here}/in.csv')": "Permission Error",
    "FROM read_csv('{here}/in.csv')": "Permission Error",
    "FROM read_json('{here}/in.json')": "Permission Error",
    "FROM read_parquet('{here}/in.parquet')": "Permission Error",
    "FROM parquet_metadata('{here}/in.parquet')": "Permission Error",
    "FROM sniff_csv('{here}/in.csv')": "Permission Error",
    "FROM '{here}/in.csv'": "Permission Error",
    "FROM glob('{here}/*')": "Permission Error",
    "SELECT 1 WHERE EXISTS (FROM read_text('/etc/passwd'))": "Permission Error",
    "SELECT getenv('HOME')": "getenv does not exist",
    # Elsewhere.
    "FROM 'https://192.0.2.1/x.csv'": "Permission Error",
    "FROM read_parquet('s3://bucket/x.parquet')": "Permission Error",
    "ATTACH '{here}/other.duckdb'": "only queries",
    "ATTACH ':memory:' AS other": "only queries",
    "DETACH alongside": "only queries",
    "INSTALL httpfs": "only queries",
    "LOAD httpfs": "only queries",
    "CREATE SECRET s (TYPE s3)": "only queries",
    # Settings.
    "SET memory_limit = '100GB'": "only queries",
    "SET threads = 64": "only queries",
    "SET enable_external_access = true": "only queries",
    "SET lock_configuration = false": "only queries",
    "SET temp_directory = '{here}'": "only queries",
    "RESET enable_external_access": "only queries",
    "PRAGMA threads = 64": "only queries",
    "PRAGMA profiling_output = '{here}/out.json'": "only queries",
    "CALL enable_logging(storage = 'file', storage_path = '{here}/out')": "only queries",
    "FROM enable_logging(storage = 'file', storage_path = '{here}/out')": "locked",
    "FROM enable_profiling()": "locked",
    # The data, and what stands for it.
    "CREATE TABLE other AS SELECT 1": "only queries",
    "CREATE TEMP TABLE entities AS SELECT 1 AS n": "only queries",
    "CREATE TEMP VIEW entities AS SELECT 1 AS n": "only queries",
    "CREATE TEMP MACRO entities() AS TABLE SELECT 1 AS n": "only queries",
    "INSERT INTO entities FROM entities": "only queries",
    "UPDATE entities SET name = 'x'": "only queries",
    "DELETE FROM entities": "only queries",
    "TRUNCATE entities": "only queries",
    "DROP TABLE entities": "only queries",
    "ALTER TABLE entities ADD COLUMN n INT": "only queries",
    "COMMENT ON TABLE entities IS 'x'": "only queries",
    "SELECT 1; DROP TABLE entities": "only queries",
    "BEGIN": "only queries",
    "CHECKPOINT": "only queries",
    "VACUUM": "only queries",
    ".read {here}/in.csv": "Parser Error",
    ".shell ls": "Parser Error",
}
ALLOWED = (
    "SELECT 1",
    "FROM entities",
    "TABLE entities",
    "WITH a AS (SELECT 1) FROM a",
    "DESCRIBE entities",
    "SHOW TABLES",
    "SUMMARIZE entities",
    "EXPLAIN FROM entities",
    "PIVOT entities ON kind USING count(*)",
    "VALUES (1)",
)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name in ("in.csv", "in.json", "in.parquet"):
        (tmp_path / name).write_text("n\n9\n")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_no_question_is_refused(
    alongside: Type, published: Path, here: Path, query: str
) -> None:
    before = contents(here), contents(published)
    said = alongside("sql", query.format(here=here), "-w", str(published))
    assert said.code in {1, 2}
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert REFUSED[query] in said.err
    assert "Traceback" not in said.err
    assert (contents(here), contents(published)) == before


@pytest.mark.parametrize("query", ALLOWED)
def test_questions_are_answered(alongside: Type, published: Path, query: str) -> None:
    said = alongside("sql", query, "-w", str(published))
    assert (said.code, said.err) == (0, "")
    assert said.out


def test_an_answer_is_written_where_the_user_says_and_nowhere_else(
    alongside: Type, published: Path, here: Path
) -> None:
    before = set(contents(here))
    wanted = ("--output", str(here / "out.csv"))
    assert alongside("sql", "SELECT 1 AS n", *wanted, "-w", str(published)).code == 0
    assert set(contents(here)) - before == {"out.csv"}


@pytest.mark.parametrize("command", [".read in.csv", ".shell ls", ".open x.duckdb", ".output x"])
def test_the_prompt_has_no_other_dot_commands(
    published: Path,
    here: Path,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOME", str(here))
    asked: list[str] = []
    with (
        create_pipe_input() as keys,
        create_app_session(input=keys, output=DummyOutput()),
        connect(warehouse=published) as connection,
    ):
        keys.send_text(f"{command}\n.quit\n")
        prompt(connection, asked.append)
    assert f"there is no {command}" in capsys.readouterr().out
    assert asked == []


@pytest.mark.parametrize(
    ("query", "limit", "says"),
    [
        (
            "SELECT count(*) FROM documents a, range(10_000_000) b, range(10_000_000) c",
            ("--timeout", "0.5"),
            "longer than 0.5 seconds",
        ),
        ("SELECT list(range) FROM range(100_000_000)", ("--memory", "100MB"), "more than --memory"),
    ],
)
def test_a_query_has_its_limits(
    alongside: Type, published: Path, query: str, limit: tuple[str, str], says: str
) -> None:
    said = alongside("sql", query, *limit, "-w", str(published))
    assert said.code == 1
    assert says in said.err


def test_what_does_not_fit_into_memory_goes_to_no_snapshot(published: Path) -> None:
    with connect(warehouse=published) as connection:
        setting = connection.execute("SELECT current_setting('temp_directory')").fetchone()
    assert setting is not None
    folder = Path(setting[0])
    assert published not in folder.parents
    assert folder.stat().st_mode & 0o077 == 0


ASK = """
import sys
from pathlib import Path
from flows.store import connect
with connect(warehouse=Path(sys.argv[1])) as connection:
    print(connection.execute("SELECT count(*) FROM documents").fetchone())
    for query in sys.argv[2:]:
        try:
            print("answered:", query, connection.execute(query).fetchall())
        except Exception as error:
            print("refused")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_reads_and_nothing_more(published: Path) -> None:
    queries = ("FROM read_text('/etc/passwd')", "COPY entities TO '/tmp/stolen'", "INSTALL httpfs")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "warehouse"
        subprocess.run(["cp", "-a", str(published), str(copy)], check=True)
        Path(folder).chmod(0o755)
        try:
            done = subprocess.run(
                [sys.executable, "-c", ASK, str(copy), *queries],
                user=65_534,
                cwd="/",
                env=os.environ | {"PYTHONPATH": PYTHON_PATH},
                capture_output=True,
                text=True,
                check=False,
            )
        except PermissionError:
            pytest.skip("another user may not start this Python")
        assert (done.stdout, done.stderr) == ("(2,)\n" + "refused\n" * len(queries), "")
