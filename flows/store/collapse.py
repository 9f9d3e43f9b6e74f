"""A publish that would lose most of what is there is stopped, for it is mostly a mistake.

A folder that was not mounted, a glob that no longer fits, a field with a new name, a rule that no
longer finds anything: each removes most rows at once, where edits, corrections and sources that
drop their oldest texts remove a few. Half is far from both. Roots that a user forgets are no loss,
and small numbers halve by themselves, so what is small counts only when nothing is left of it.
"""

from __future__ import annotations  # as text: see models

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import AlongsideError, Collapsed
from flows.quoting import literal, quoted
from flows.store.build import Build, scan
from flows.store.layout import DATA_FILE

#: Datasets that grow with the texts. `balance` and `shifts` do not: one pair more or less can halve
#: them; `quarantine` should shrink.
WATCHED = (
    "sentences", "mentions", "quotations", "dates", "quantities", "evidence", "entities",
    "cooccurrences", "alignments", "timeline",
)  # fmt: skip
#: A root that loses fewer texts than this, and some are left, is not looked at.
LEAST_TEXTS = 10
#: Nor is a dataset that had fewer rows than this.
LEAST_ROWS = 100


class Loss(NamedTuple):
    """Something that shrank: what, in what unit, from how much to how much."""

    what: str
    unit: str
    before: int
    after: int

    def __str__(self) -> str:
        fall = f"from {self.before:,} {self.unit} to {self.after:,}"
        return f"{self.what} would fall {fall} (-{1 - self.after / self.before:.0%})"


def stop_collapse(
    build: Build, parent: Path | None, roots: Collection[str], max_loss: float
) -> None:
    """Compare the built tables with the snapshot in the folder `parent`.

    Args:
        build: The tables to be published.
        parent: Folder of the snapshot before, if there is one.
        roots: Roots that are still known; texts of others were forgotten.
        max_loss: The share of a root's texts or of a dataset's rows that may go.

    Raises:
        Collapsed: More would be gone.
        AlongsideError: A file of the snapshot before is damaged.
    """
    if parent is None or max_loss >= 1:
        return
    try:
        with build.cursor() as cursor:
            # Where texts have gone so have rows, which goes without saying.
            losses = _too_many(_of_roots(cursor, parent, roots), max_loss) or _too_many(
                _of_datasets(cursor, parent, roots), max_loss
            )
    except duckdb.OutOfMemoryException:
        raise
    except (duckdb.Error, OSError, pa.ArrowException) as error:
        message = (
            f"snapshot {parent.name} cannot be compared with ({error}); go back to a whole one "
            "with `alongside rollback` first"
        )
        raise AlongsideError(message) from error
    if losses:
        raise Collapsed(
            f"more than {max_loss:.0%} would be gone: {'; '.join(losses)}. If that is right, "
            "`alongside run --allow-collapse` publishes it"
        )


def _too_many(losses: Iterable[Loss], max_loss: float) -> list[str]:
    return [str(each) for each in losses if each.before - each.after > max_loss * each.before]


def _of_roots(
    cursor: duckdb.DuckDBPyConnection, parent: Path, roots: Collection[str]
) -> Iterator[Loss]:
    now = _count(cursor, "documents", "root")
    for root, before in sorted(
        _count(cursor, scan([parent / "documents" / DATA_FILE]), "root").items()
    ):
        after = now.get(root, 0)
        if root in roots and (after == 0 or before - after >= LEAST_TEXTS):
            yield Loss(f"root {root}", "texts", before, after)


def _count(cursor: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, int]:
    return dict(cursor.execute(f"SELECT {column}, count(*) FROM {table} GROUP BY ALL").fetchall())


def _of_datasets(
    cursor: duckdb.DuckDBPyConnection, parent: Path, roots: Collection[str]
) -> Iterator[Loss]:
    documents = scan([parent / "documents" / DATA_FILE])
    kept = (
        f"SELECT doc_id FROM {documents} WHERE root IN ({', '.join(map(literal, sorted(roots)))})"
    )
    forgot = bool(_count(cursor, documents, "root").keys() - set(roots))
    for name in WATCHED:
        file = parent / name / DATA_FILE
        if not file.is_file():
            continue
        before = pq.read_metadata(file).num_rows
        if forgot:
            # Without a text in its rows, nothing tells what a dataset owes to a forgotten root.
            if not roots or "doc_id" not in pq.read_schema(file).names:
                continue
            of_kept = f"SELECT count(*) FROM {scan([file])} WHERE doc_id IN ({kept})"
            before = cursor.execute(of_kept).fetchall()[0][0]
        (after,) = cursor.execute(f"SELECT count(*) FROM {quoted(name)}").fetchall()[0]
        if before >= LEAST_ROWS:
            yield Loss(name, "rows", before, after)
