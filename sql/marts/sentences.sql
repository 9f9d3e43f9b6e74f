-- grain: one sentence
select sentences.*, documents.doc_no as doc_id_no
from stg_sentences as sentences
inner join stg_document_numbers as documents using (doc_id)
