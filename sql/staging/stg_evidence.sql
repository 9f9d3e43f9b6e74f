-- grain: one row of part_evidence that belongs to a live text
-- kept as: view
select evidence.*
from part_evidence as evidence
semi join ledger
    on evidence.doc_id = ledger.doc_id and evidence.part = ledger.part and ledger.outcome = 'loaded'
