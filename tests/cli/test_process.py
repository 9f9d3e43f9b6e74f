"""The command in a process of its own: exit codes, and a standard error that is for people."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.settings import Settings
from flows.store import Warehouse
from flows.store.files import write_sums
from flows.store.lock import exclusive
from tests.cli.conftest import Type
from tests.network_guard import PYTHON_PATH
from tests.pipeline.bare import run
from tests.pipeline.corpus import WITHOUT_TABLES, write_texts

Process = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def process(prefect_server: str, tmp_path: Path) -> Process:
    """Type a command in a shell, as it were."""
    environment = os.environ | {
        "PREFECT_API_URL": prefect_server,
        "PYTHONPATH": PYTHON_PATH,
        **{f"ALONGSIDE_{name.upper()}": str(path) for name, path in WITHOUT_TABLES.items()},
    }

    def typed(*words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from flows.cli import main; main()", *map(str, words)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return typed


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of texts, and the warehouse they are published in."""
    folder = tmp_path_factory.mktemp("process")
    texts = write_texts(folder / "texts", {"one.txt": "Iran spoke to Iraq."})
    run([str(texts)], Settings(warehouse=folder / "warehouse", workers=1, **WITHOUT_TABLES))
    return folder


@pytest.fixture
def texts(prepared: Path, tmp_path: Path) -> Path:
    """A folder whose texts are published in ./warehouse."""
    shutil.copytree(prepared / "warehouse", tmp_path / "warehouse", symlinks=True)
    return prepared / "texts"


def test_a_failed_check_shows_its_rows_and_nothing_else(
    process: Process, texts: Path, tmp_path: Path
) -> None:
    (part,) = tmp_path.glob("warehouse/parts/extracted/*/*/mentions.parquet")
    pl.read_parquet(part).with_columns(surface=pl.lit("Atlantis")).write_parquet(part)
    write_sums(part.parent)
    (texts / "two.txt").write_text("Turkey spoke.")
    done = process("run")
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert lines[0].startswith("error: 1 of ")
    assert "checks failed: surfaces" in lines[0]
    assert "surface='Atlantis'" in done.stderr
    for noise in ("Traceback", "nanobind", "leaked", "prefect", "duckdb"):
        assert noise not in done.stderr


def test_a_run_that_works_says_nothing_on_standard_error(process: Process, texts: Path) -> None:
    (texts / "two.txt").write_text("Turkey spoke.")
    done = process("run")
    assert done.returncode == 0
    assert "published snapshot 000002-" in " ".join(done.stdout.split())
    assert done.stderr == ""


@pytest.mark.usefixtures("prefect_server", "texts")
def test_while_another_run_writes(process: Process, alongside: Type, tmp_path: Path) -> None:
    where = tmp_path / "warehouse"
    with exclusive(Warehouse.at(where)):
        # What it says needs no process of its own, which would import Prefect for it.
        locked = alongside("run", "--warehouse", str(where))
        answer = process("sql", "SELECT count(*) AS n FROM documents")
    assert locked.code == 1
    assert f"is being written by process {os.getpid()} on " in locked.err
    assert "Traceback" not in locked.err
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "n\n1\n", "")
