-- grain: one number with what it counts
select quantities.*, live.doc_no as doc_id_no
from part_quantities as quantities
inner join stg_document_numbers as live using (doc_id, part)
