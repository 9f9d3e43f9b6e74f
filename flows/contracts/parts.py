"""What parts hold: the tables between the stages, before the whole corpus is known."""

import dataframely as dy

from flows.contracts import columns as c
from flows.contracts.names import TextMentions
from flows.contracts.pairs import Evidence
from flows.contracts.texts import Dates, Quantities, Quotations, Sentences


class FoundMentions(TextMentions):
    """A mention with the canonical name its entity id was made from."""

    name = dy.String(min_length=1, description="Canonical name of the entity.")
    entity_kind = c.kind("the entity")
    entity_subkind = c.subkind("the entity")


class Sketches(dy.Schema):
    """What finds near-duplicates of a text, see `flows.stories`."""

    doc_id = c.doc_id(key=True)
    words = dy.UInt64(nullable=True, description="Hash of its words in order; null without any.")
    numbers = dy.UInt64(description="Hash of the numbers among them, in any order.")
    n_shingles = dy.Int32(min=0, description="Distinct shingles (words in a row).")
    sketch = dy.List(dy.UInt32(), description="The smallest hashes of its shingles, in order.")


class Rejected(dy.Schema):
    """One text that extraction could not describe within the contracts."""

    doc_id = c.doc_id(key=True)
    reason = dy.String(min_length=1, description="The rule that was broken.")
    detail = dy.String(min_length=1, description="The rule in words, with the number of rows.")


class Ledger(dy.Schema):
    """What one discovered thing (a file or a record) came to; one file per snapshot."""

    root = dy.String(description="Name of the root.")
    path = dy.String(description="Path inside the root.")
    file_sha256 = dy.String(nullable=True, description="SHA-256 of the file's bytes, if readable.")
    source_uri = dy.String(description="The file or record.")
    record_no = dy.Int64(nullable=True, description="Line or row, from 1.")
    outcome = dy.String(check={"known": lambda x: x.is_in(("loaded", "quarantined"))})
    doc_id = dy.String(nullable=True, description="The text, where one was loaded.")
    content_sha256 = dy.String(nullable=True, description="SHA-256 of its text.")
    row_sha256 = dy.String(nullable=True, description="SHA-256 of its whole row, metadata too.")
    part = dy.String(nullable=True, description="Key of the part of documents that holds it.")
    stage = dy.String(nullable=True, description="Where it stopped.")
    reason = dy.String(nullable=True, description="Why it was not taken.")
    detail = dy.String(nullable=True, description="The reason in words.")


#: File name in a part -> contract.
PART_TABLES: dict[str, type[dy.Schema]] = {
    "sentences": Sentences,
    "mentions": FoundMentions,
    "quotations": Quotations,
    "evidence": Evidence,
    "dates": Dates,
    "quantities": Quantities,
    "sketches": Sketches,
    "rejected": Rejected,
}
