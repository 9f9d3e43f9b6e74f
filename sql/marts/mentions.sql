-- grain: one naming of an entity
select mentions.*, mentions.doc_no as doc_id_no, entities.entity_no as entity_id_no
from stg_mentions as mentions
inner join stg_entity_numbers as entities using (entity_id)
