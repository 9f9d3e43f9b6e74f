-- grain: one sentence
select sentences.*, live.doc_no as doc_id_no
from part_sentences as sentences
inner join stg_document_numbers as live using (doc_id, part)
