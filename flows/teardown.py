"""The last moment of a process that has run a flow."""

import atexit
import os
import sys


def hush_teardown() -> None:
    """Let nothing be printed once the interpreter is being taken down.

    Prefect's daemon threads outlive the interpreter, and DuckDB's binding reports whatever they
    still refer to as leaks, thirty lines long, after every run. Call this first thing in a program:
    exit functions run last come first, so all others still have their say.
    """
    atexit.register(_close_stderr)


def _close_stderr() -> None:
    sys.stderr.flush()
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - os.devnull is no Path
        os.dup2(nowhere.fileno(), 2)
