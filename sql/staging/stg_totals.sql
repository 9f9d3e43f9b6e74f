-- grain: the corpus, one row
-- kept as: table
-- Units of each scope that name anything, and the entities they name.
select
    count(distinct (doc_no, sentence_no)) as n_sentence,
    count(distinct (doc_no, paragraph_no)) as n_paragraph,
    count(distinct doc_no) as n_document,
    count(distinct entity_no) as n_entities
from stg_sentence_entities
