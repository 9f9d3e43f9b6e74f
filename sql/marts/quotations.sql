-- grain: one passage of direct or reported speech
select quotations.*, live.doc_no as doc_id_no
from part_quotations as quotations
inner join stg_document_numbers as live using (doc_id, part)
