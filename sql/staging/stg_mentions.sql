-- grain: one mention in a live text
-- kept as: table
select
    mentions.*,
    documents.doc_no,
    documents.publisher_no
from part_mentions as mentions
inner join stg_document_numbers as documents using (doc_id, part)
