-- grain: one mention in a live text
-- kept as: table
-- With the entity that all texts together say it is.
select
    mentions.* exclude (entity_id, name, entity_subkind, basis),
    coalesce(merges.to_id, mentions.entity_id) as entity_id,
    coalesce(merges.name, mentions.name) as name,
    if(merges.to_id is null, mentions.entity_subkind, merges.subkind) as entity_subkind,
    if(merges.to_id is not null and mentions.basis = 'name', 'variant', mentions.basis) as basis,
    merges.from_id as merged_from,
    merges.score
from stg_live_mentions as mentions
left join stg_merges as merges on mentions.entity_id = merges.from_id
