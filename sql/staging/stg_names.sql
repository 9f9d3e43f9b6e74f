-- grain: one entity that a text names
-- kept as: table
-- What stg_merges (flows.link.merging) looks for names in that are one.
select
    entity_id,
    min(name) as name,
    min(entity_kind) as kind,
    min(entity_subkind) as subkind,
    count(*) as n_mentions,
    -- In whole numbers, so that the order of the rows does not show.
    sum(cast(round(confidence * 100) as bigint)) as weight
from stg_live_mentions
group by entity_id
