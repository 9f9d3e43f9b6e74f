-- grain: one entity in one sentence
-- kept as: table
-- What every count of pairs starts from; names in source lines meet nobody. story_no is null in a
-- text that shares its story with none.
select
    mentions.doc_no,
    mentions.publisher_no,
    stories.story_no,
    mentions.paragraph_no,
    mentions.sentence_no,
    mentions.entity_no,
    cast(count(*) as integer) as n_mentions
from stg_mentions as mentions
left join stg_stories as stories using (doc_no)
where not mentions.is_credit
group by all
