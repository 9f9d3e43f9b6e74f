-- grain: one entity in one text
-- kept as: table
select distinct doc_no, publisher_no, story_no, entity_no from stg_sentence_entities
