"""Contracts: one class per table, and every dialect that is made from it."""

from flows.contracts.names import Aliases, Entities, Mentions
from flows.contracts.pairs import Alignments, Balance, Centrality, Cooccurrences, Evidence, Timeline
from flows.contracts.parts import PART_TABLES, FoundMentions, Ledger, Rejected, Sketches
from flows.contracts.periods import Shifts
from flows.contracts.reports import Changes, Movements
from flows.contracts.tables import (
    CONTRACT_VERSION,
    DATASETS,
    REPORTS,
    TABLES,
    Dataset,
    Quarantine,
)
from flows.contracts.texts import (
    Dates,
    Documents,
    Quantities,
    Quotations,
    ReadDocuments,
    Sentences,
)

__all__ = [
    "CONTRACT_VERSION",
    "DATASETS",
    "PART_TABLES",
    "REPORTS",
    "TABLES",
    "Aliases",
    "Alignments",
    "Balance",
    "Centrality",
    "Changes",
    "Cooccurrences",
    "Dataset",
    "Dates",
    "Documents",
    "Entities",
    "Evidence",
    "FoundMentions",
    "Ledger",
    "Mentions",
    "Movements",
    "Quantities",
    "Quarantine",
    "Quotations",
    "ReadDocuments",
    "Rejected",
    "Sentences",
    "Shifts",
    "Sketches",
    "Timeline",
]
