-- grain: one text
select documents.*, live.doc_no as doc_id_no
from part_documents as documents
inner join stg_document_numbers as live using (doc_id, part)
