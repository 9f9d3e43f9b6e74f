"""The wheel: the package with its own copy of sql/ and seeds/, and nothing else."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def contents(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    # Directly by the build backend: nothing is fetched.
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=repository,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1577836800"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _files(repository: Path, folder: str) -> set[str]:
    paths = (repository / folder).rglob("*")
    return {
        path.relative_to(repository).as_posix()
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_has_the_package(contents: set[str], repository: Path) -> None:
    assert _files(repository, "flows") <= contents


@pytest.mark.parametrize("folder", ["sql", "seeds"])
def test_wheel_has_a_copy_of_what_runs_need(
    folder: str, contents: set[str], repository: Path
) -> None:
    assert {f"flows/_resources/{name}" for name in _files(repository, folder)} <= contents


def test_wheel_has_nothing_else(contents: set[str]) -> None:
    tops = {name.split("/")[0] for name in contents}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"flows"}
    assert any(name.endswith("entry_points.txt") for name in contents)
    assert any(name.endswith("licenses/LICENSE") for name in contents)
