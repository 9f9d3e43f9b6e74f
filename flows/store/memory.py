"""How much memory DuckDB may use: little for little text, so that a laptop keeps the rest."""

from __future__ import annotations  # as text: see models

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from flows.errors import AlongsideError

#: Bytes for any corpus, and for each byte that is read. What does not fit is put on disk for a
#: while; some steps of a query cannot be, and they grow with what is read.
_LEAST, _PER_BYTE = 800_000_000, 4
_UNITS = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}


def allowance(n_bytes: int) -> str:
    """Memory for queries over files of this size, up to half of the machine's or container's."""
    wanted = _PER_BYTE * n_bytes
    if wanted > _LEAST:
        wanted = min(wanted, _half())
    return f"{max(wanted, _LEAST) // 1_000_000}MB"


def _half() -> int:
    """Half of the memory there is; DuckDB knows what a container was given."""
    with duckdb.connect(config={"memory_limit": "50%"}) as connection:
        found = connection.sql("SELECT current_setting('memory_limit')").fetchall()
    number, unit = found[0][0].split()
    return int(float(number) * _UNITS[unit])


@contextmanager
def telling_shortage(what: str) -> Iterator[None]:
    """Tell in one sentence when `what` finds too little memory, and how a run gets more.

    Raises:
        AlongsideError: It did.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        reason = str(error).partition("\n")[0].removeprefix("Out of Memory Error: ")
        message = (
            f"{what} needs more memory than DuckDB may use ({reason}); give a run more, as in "
            "ALONGSIDE_BUILD_MEMORY=8GB alongside run"
        )
        raise AlongsideError(message) from error
