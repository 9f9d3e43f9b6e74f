-- grain: one text
select
    documents.*,
    live.doc_no as doc_id_no,
    coalesce(firsts.doc_id, live.doc_id) as story_id
from part_documents as documents
inner join stg_document_numbers as live using (doc_id, part)
left join stg_stories as stories using (doc_no)
left join stg_document_numbers as firsts on stories.story_no = firsts.doc_no
