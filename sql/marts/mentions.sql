-- grain: one naming of an entity
select
    mentions.*,
    entities.entity_no as entity_id_no,
    documents.doc_no as doc_id_no
from stg_mentions as mentions
inner join stg_entity_numbers as entities using (entity_id)
inner join stg_document_numbers as documents using (doc_id)
