"""The last moment of a process."""

import subprocess
import sys
from pathlib import Path

import pytest

_HEAD = """
import atexit, sys
from flows.teardown import hush_teardown
leave = hush_teardown()
atexit.register(print, "last words")
"""


@pytest.mark.parametrize(
    ("tail", "code"),
    [
        pytest.param("leave(0)", 0, id="well"),
        pytest.param("leave(3)", 3, id="with a code"),
        pytest.param("sys.exit(4)", 4, id="without asking"),
        pytest.param("raise ValueError", 1, id="by a failure"),
        pytest.param("sys.stdout.close(); atexit.unregister(print); leave(5)", 5, id="unheard"),
    ],
)
def test_whoever_leaves_has_said_everything(tail: str, code: int, repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HEAD + tail],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stdout == ("" if "close" in tail else "last words\n")
    assert ("ValueError" in done.stderr) == ("ValueError" in tail)
