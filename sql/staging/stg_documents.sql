-- grain: one live text
-- kept as: view
-- The parts keep former selves of a text until they are collected; the ledger knows the live one.
select documents.*
from part_documents as documents
semi join ledger
    on documents.doc_id = ledger.doc_id and documents.part = ledger.part and ledger.outcome = 'loaded'
