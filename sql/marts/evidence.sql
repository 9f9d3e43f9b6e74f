-- grain: one pair in one sentence
select
    evidence.*,
    evidence.doc_no as doc_id_no,
    a.entity_no as entity_a_no,
    b.entity_no as entity_b_no
from stg_evidence as evidence
inner join stg_entity_numbers as a on evidence.entity_a = a.entity_id
inner join stg_entity_numbers as b on evidence.entity_b = b.entity_id
