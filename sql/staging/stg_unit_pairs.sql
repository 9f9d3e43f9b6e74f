-- grain: one pair in one scope and text
-- kept as: view
-- A pair counts once per unit, however often the unit names both. Scopes are numbered in the order
-- of their names: 0 document, 1 paragraph, 2 sentence.
select
    0 as scope_no,
    a.doc_no,
    a.publisher_no,
    a.story_no,
    a.entity_no as a_no,
    b.entity_no as b_no,
    1 as n
from stg_document_entities as a
inner join stg_document_entities as b on a.doc_no = b.doc_no and a.entity_no < b.entity_no

union all

select 1, a.doc_no, a.publisher_no, a.story_no, a.entity_no, b.entity_no, count(*)
from stg_paragraph_entities as a
inner join stg_paragraph_entities as b
    on a.doc_no = b.doc_no and a.paragraph_no = b.paragraph_no and a.entity_no < b.entity_no
group by all

union all

select 2, a.doc_no, a.publisher_no, a.story_no, a.entity_no, b.entity_no, count(*)
from stg_sentence_entities as a
inner join stg_sentence_entities as b
    on a.doc_no = b.doc_no and a.sentence_no = b.sentence_no and a.entity_no < b.entity_no
group by all
