-- grain: one row of part_sentences that belongs to a live text
-- kept as: view
select sentences.*
from part_sentences as sentences
semi join ledger
    on sentences.doc_id = ledger.doc_id and sentences.part = ledger.part and ledger.outcome = 'loaded'
