"""What a command imports before it answers: nobody waits for a library that it does not need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.store.layout import default_folder
from tests.network_guard import PYTHON_PATH

HEAVY = (
    "dataframely",
    "duckdb",
    "numpy",
    "pandas",
    "polars",
    "prefect",
    "pyarrow",
    "pydantic_settings",
    "rich",
)

#: Types commands in one new process, each in a child of its own that tells what it has imported.
TYPE = """
import json, os, sys
import flows.cli
heavy, *commands = json.loads(sys.argv[1])
null = os.open(os.devnull, os.O_WRONLY)
for command in commands:
    told, tell = os.pipe()
    if os.fork() == 0:
        os.dup2(null, 1)
        sys.argv = ["alongside", *command]
        code = flows.cli.run_command()
        imported = [name for name in heavy if name in sys.modules]
        os.write(tell, json.dumps([code, *imported]).encode())
        os._exit(0)
    os.wait()
    print(os.read(told, 1000).decode())
"""


def test_a_command_imports_what_it_needs(published: Path) -> None:
    where = ("--warehouse", str(published))
    needed = {
        ("--help",): ["rich"],
        ("pin", "--help"): ["rich"],
        ("path", "mentions", *where): [],
        ("snapshots", *where): ["rich"],
        ("pin", "this", *where): ["rich"],
        ("why", "Iran", *where): ["duckdb", "rich"],
        ("sql", "SELECT 1", "--format", "table", *where): ["duckdb", "rich"],
        ("sql", "SELECT 1", *where): ["duckdb", "numpy", "polars", "pyarrow", "rich"],
    }
    done = subprocess.run(
        [sys.executable, "-c", TYPE, json.dumps([HEAVY, *needed])],
        env={"PYTHONPATH": PYTHON_PATH, "HOME": str(published)},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = [json.loads(line) for line in done.stdout.splitlines()]
    assert dict(zip(needed, imported, strict=True)) == {
        command: [0, *libraries] for command, libraries in needed.items()
    }


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"ALONGSIDE_WAREHOUSE": "mine"},
        {"alongside_Warehouse": "/tmp/theirs"},
        {"ALONGSIDE_WAREHOUSE": ""},
        {"WAREHOUSE": "no setting"},
    ],
)
def test_readers_find_the_warehouse_where_runs_put_it(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALONGSIDE_WAREHOUSE", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_folder() == Settings().warehouse
