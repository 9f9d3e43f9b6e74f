-- grain: one pair in one sentence
select *, doc_no as doc_id_no, a_no as entity_a_no, b_no as entity_b_no from stg_evidence
