-- grain: one temporal expression
select dates.*, live.doc_no as doc_id_no
from part_dates as dates
inner join stg_document_numbers as live using (doc_id, part)
