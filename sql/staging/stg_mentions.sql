-- grain: one row of part_mentions that belongs to a live text
-- kept as: table
select mentions.*
from part_mentions as mentions
semi join ledger
    on mentions.doc_id = ledger.doc_id and mentions.part = ledger.part and ledger.outcome = 'loaded'
