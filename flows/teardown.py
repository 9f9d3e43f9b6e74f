"""The last moment of a process that has run a flow."""

import atexit
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn


def hush_teardown() -> Callable[[int], NoReturn]:
    """Let nothing be printed once the interpreter is being taken down; returns a way to leave
    without that.

    Prefect's daemon threads outlive the interpreter, and DuckDB's binding reports whatever they
    still refer to as leaks, thirty lines long, after every run. And a second or more goes by while
    millions of strings of the tables are freed one by one. Whoever calls what is returned with an
    exit code leaves when every exit function has had its say, and has the kernel free the rest.

    Call this first thing in a program: exit functions run last come first.
    """
    left: list[int] = []

    def leave(code: int) -> NoReturn:
        left.append(code)
        sys.exit(code)

    def last() -> None:
        with suppress(OSError, ValueError):  # Nobody reads any more, or it is closed.
            sys.stdout.flush()
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        if left:
            os._exit(left[-1])
        _close_stderr()

    atexit.register(last)
    return leave


def _close_stderr() -> None:
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - os.devnull is no Path
        os.dup2(nowhere.fileno(), 2)
