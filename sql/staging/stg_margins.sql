-- grain: one entity
-- kept as: table
-- Units that name it, a column per scope: joined by scope as well, both margins of a pair could be
-- joined to each other first, and that is a row for every two entities.
select
    entity_no,
    count(*) as n_sentence,
    count(distinct (doc_no, paragraph_no)) as n_paragraph,
    count(distinct doc_no) as n_document
from stg_sentence_entities
group by entity_no
