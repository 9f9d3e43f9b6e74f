-- grain: one mention in a live text
-- kept as: view
-- As its text has it: names of several texts that are one are still apart.
select
    mentions.*,
    documents.doc_no,
    documents.publisher_no
from part_mentions as mentions
inner join stg_document_numbers as documents using (doc_id, part)
