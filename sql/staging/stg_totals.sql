-- grain: the corpus, one row
-- kept as: table
-- Units of each scope that name anything.
select
    count(distinct (doc_no, sentence_no)) as n_sentence,
    count(distinct (doc_no, paragraph_no)) as n_paragraph,
    count(distinct doc_no) as n_document
from stg_sentence_entities
