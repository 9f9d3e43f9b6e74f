"""Does what the README tells a reader to do, in its order, in one process.

One process, because Prefect's server takes seconds to start and then serves every run. Standard
input holds the blocks as JSON, standard output receives what each printed.
"""

import io
import json
import os
import runpy
import shlex
import subprocess
import sys
import traceback
from contextlib import redirect_stdout
from typing import Any
from unittest.mock import patch

from flows.cli import run_command
from tests.docs.readme import README, SET_UP, TESTS


def run_shell(text: str) -> None:
    """Run a block of commands, one a line: `[NAME=value …] alongside …` or `python -m MODULE …`.

    Raises:
        SystemExit: A command failed.
    """
    for line in text.splitlines():
        if line in ("", TESTS):
            continue
        words = shlex.split("alongside run" if line == SET_UP else line, comments=True)
        settings = dict(word.split("=", 1) for word in words if _is_setting(word))
        command = [word for word in words if not _is_setting(word)]
        with patch.dict(os.environ, settings):
            _run(command)


def _is_setting(word: str) -> bool:
    return word.startswith("ALONGSIDE_") and "=" in word


def _run(command: list[str]) -> None:
    match command:
        case ["alongside", *arguments]:
            with patch.object(sys, "argv", ["alongside", *arguments]):
                _expect_success(lambda: sys.exit(run_command()))
        case ["python", "-m", "cyclonedx_py", *_]:
            # It writes to standard output itself, where this process has another.
            done = subprocess.run([sys.executable, *command[1:]], check=True, capture_output=True)
            print(done.stdout.decode())
        case ["python", "-m", module, *arguments]:
            with patch.object(sys, "argv", [module, *arguments]):
                _expect_success(
                    lambda: runpy.run_module(module, run_name="__main__", alter_sys=True)
                )
        case _:
            raise ValueError(f"the README has a command that no test runs: {shlex.join(command)}")


def _expect_success(command: Any) -> None:
    try:
        command()
    except SystemExit as error:
        if error.code:
            raise


def run_python(text: str, line: int, names: dict[str, Any]) -> None:
    """Run a block in `names`; a traceback shows the README's own lines."""
    exec(compile("\n" * (line - 1) + text, README, "exec"), names)


def follow(blocks: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """What each block printed, and the traceback where it failed."""
    names: dict[str, Any] = {"__name__": "readme"}
    results = []
    for language, text, line in blocks:
        printed, failure = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), None
        try:
            with redirect_stdout(printed):
                if language == "sh":
                    run_shell(text)
                else:
                    run_python(text, line, names)
        except (Exception, SystemExit):
            failure = traceback.format_exc()
        printed.flush()
        output = printed.buffer.getvalue().decode()  # type: ignore[attr-defined]
        results.append({"line": line, "output": output, "failure": failure})
    return results


if __name__ == "__main__":
    json.dump(follow(json.load(sys.stdin)), sys.stdout)
