"""The published datasets: their contracts, names and order.

A dataset's class (in `texts`, `names`, `pairs`) is the only declaration of its columns: DuckDB
tables and comments, Arrow schemas, the README's dictionary and datapackage.json all come from it
(see `dialects`).
"""

from functools import cache
from typing import NamedTuple

import dataframely as dy

from flows.contracts.names import Aliases, Entities, Mentions
from flows.contracts.pairs import Alignments, Balance, Centrality, Cooccurrences, Evidence, Timeline
from flows.contracts.periods import Shifts
from flows.contracts.reports import Changes, Movements
from flows.contracts.texts import Dates, Documents, Quantities, Quotations, Sentences

#: Semantic version of what is published: major where a column goes or changes, minor where one
#: comes (while it is 0.x minor for both). tests/docs/contract.json is what it stands for.
CONTRACT_VERSION = "0.8.0"


class Quarantine(dy.Schema):
    """One thing that was not taken, and why."""

    source_uri = dy.String(description="What was not taken: root, path and record or line.")
    record_no = dy.Int64(
        nullable=True, min=1, description="Line or row of a record file, from 1; null for a file."
    )
    stage = dy.String(
        check={"known": lambda x: x.is_in(("discover", "read", "extract"))},
        description="Where it stopped: discover, read or extract.",
    )
    reason = dy.String(min_length=1, description="A short code, such as `empty` or `binary`.")
    detail = dy.String(min_length=1, description="The reason in words.")


class Dataset(NamedTuple):
    """A published table: its contract, and the total order its rows are kept in."""

    schema: type[dy.Schema]
    order_by: tuple[str, ...]

    @property
    def description(self) -> str:
        """First line of the contract's docstring: the grain."""
        return (self.schema.__doc__ or "").strip().splitlines()[0]

    @property
    def columns(self) -> dict[str, dy.Column]:
        """The contract's columns by name."""
        return _columns(self.schema)

    @property
    def key(self) -> list[str]:
        """Names of the columns that tell rows apart; none where the contract names none."""
        return [name for name, column in self.columns.items() if column.primary_key]


@cache
def _columns(schema: type[dy.Schema]) -> dict[str, dy.Column]:
    """Asked for again and again, and made anew each time by dataframely."""
    return schema.columns()


DATASETS: dict[str, Dataset] = {
    "documents": Dataset(Documents, ("doc_id",)),
    "sentences": Dataset(Sentences, ("doc_id", "sentence_no")),
    "mentions": Dataset(Mentions, ("entity_id", "doc_id", "start")),
    "quotations": Dataset(Quotations, ("doc_id", "start", "end")),
    "dates": Dataset(Dates, ("doc_id", "start")),
    "quantities": Dataset(Quantities, ("doc_id", "start")),
    "entities": Dataset(Entities, ("entity_id",)),
    "aliases": Dataset(Aliases, ("entity_id", "alias")),
    "evidence": Dataset(Evidence, ("entity_a", "entity_b", "doc_id", "sentence_no")),
    "cooccurrences": Dataset(Cooccurrences, ("scope", "entity_a", "entity_b")),
    "alignments": Dataset(Alignments, ("entity_a", "entity_b")),
    "balance": Dataset(Balance, ("entity_a", "entity_b", "entity_c")),
    "centrality": Dataset(Centrality, ("scope", "entity_id")),
    "timeline": Dataset(Timeline, ("period", "entity_a", "entity_b", "period_start")),
    "shifts": Dataset(Shifts, ("period", "entity_a", "entity_b", "period_start")),
    "quarantine": Dataset(Quarantine, ("source_uri", "record_no", "stage", "reason", "detail")),
}

#: Tables that lie beside the datasets in a snapshot. They tell of the snapshot before as well, so
#: the same texts give other rows in another history; of the datasets that is never so.
REPORTS: dict[str, Dataset] = {
    "changes": Dataset(Changes, ("dataset",)),
    "movements": Dataset(Movements, ("rank",)),
}

#: Everything that is published.
TABLES = DATASETS | REPORTS
