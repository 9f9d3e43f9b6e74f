-- grain: one naming of an entity
select *, doc_no as doc_id_no, entity_no as entity_id_no from stg_mentions
