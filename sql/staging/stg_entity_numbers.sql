-- grain: one entity
-- kept as: table
-- Pairs are counted on small integers; they are in the order of the ids, so a < b means the same.
select
    entity_id,
    cast(row_number() over (order by entity_id) as integer) as entity_no
from stg_mentions
group by entity_id
