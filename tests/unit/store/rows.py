"""Rows and names that tests of the store share."""

from collections.abc import Callable

import polars as pl

from flows.contracts import Ledger

#: Puts a snapshot in place, makes it current, and returns its id.
AddSnapshot = Callable[..., str]


def ledger_rows(**texts: str) -> pl.DataFrame:
    """Loaded texts by id: their content, of which the ledger keeps a stand-in for the hash."""
    rows = [
        {
            "root": "r",
            "path": name,
            "source_uri": f"r/{name}",
            "outcome": "loaded",
            "doc_id": name,
            "content_sha256": content,
            "row_sha256": content,
            "part": "part",
        }
        for name, content in texts.items()
    ]
    columns = {name: column.dtype for name, column in Ledger.columns().items()}
    return pl.DataFrame(rows, schema=columns)
