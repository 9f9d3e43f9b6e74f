"""The last moment of a process that has run a flow."""

import atexit
import gc
import os
import sys


def hush_teardown() -> None:
    """Let the interpreter be taken down at once, and nothing be printed meanwhile.

    Prefect's daemon threads outlive the interpreter, and DuckDB's binding reports whatever they
    still refer to as leaks, thirty lines long, after every run. And the garbage collector would go
    through all that Prefect has made, for more than a second, to free what the kernel frees anyway.
    Call this first thing in a program: exit functions run last come first, so all others still have
    their say.
    """
    atexit.register(_last)


def _last() -> None:
    gc.freeze()
    sys.stderr.flush()
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - os.devnull is no Path
        os.dup2(nowhere.fileno(), 2)
