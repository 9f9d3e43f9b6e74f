"""Contracts: one class per table, and every dialect that is made from it."""

from flows.contracts.columns import KINDS, SCOPES
from flows.contracts.names import Aliases, Entities, Mentions
from flows.contracts.pairs import Alignments, Balance, Centrality, Cooccurrences, Evidence, Timeline
from flows.contracts.parts import PART_TABLES, FoundMentions, Ledger, Rejected
from flows.contracts.tables import CONTRACT_VERSION, DATASETS, Dataset, Quarantine
from flows.contracts.texts import Dates, Documents, Quantities, Quotations, Sentences

__all__ = [
    "CONTRACT_VERSION",
    "DATASETS",
    "KINDS",
    "PART_TABLES",
    "SCOPES",
    "Aliases",
    "Alignments",
    "Balance",
    "Centrality",
    "Cooccurrences",
    "Dataset",
    "Dates",
    "Documents",
    "Entities",
    "Evidence",
    "FoundMentions",
    "Ledger",
    "Mentions",
    "Quantities",
    "Quarantine",
    "Quotations",
    "Rejected",
    "Sentences",
    "Timeline",
]
