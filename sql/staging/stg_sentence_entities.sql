-- grain: one entity in one sentence
-- kept as: table
-- What every count of pairs starts from.
select
    mentions.doc_no,
    mentions.publisher_no,
    mentions.paragraph_no,
    mentions.sentence_no,
    entities.entity_no,
    cast(count(*) as integer) as n_mentions
from stg_mentions as mentions
inner join stg_entity_numbers as entities using (entity_id)
group by all
