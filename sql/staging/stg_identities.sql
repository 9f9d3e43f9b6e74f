-- grain: one entity that a text names
-- kept as: table
-- With the entity that all texts together say it is, and the number of that. Rows of parts are
-- joined to this table once, by their long ids; whatever comes after counts on numbers.
select
    names.entity_id as named_id,
    coalesce(merges.to_id, names.entity_id) as entity_id,
    cast(
        dense_rank() over (order by coalesce(merges.to_id, names.entity_id)) as integer
    ) as entity_no,
    coalesce(merges.name, names.name) as name,
    if(merges.to_id is null, names.kind, merges.kind) as kind,
    if(merges.to_id is null, names.subkind, merges.subkind) as subkind,
    names.n_mentions,
    merges.to_id is not null as is_merged,
    merges.kind <> names.kind as is_turned,
    merges.name <> names.name as is_respelled,
    merges.score
from stg_names as names
left join stg_merges as merges on names.entity_id = merges.from_id
