-- Names that were merged into another are gone everywhere: no row still has their id.
with

gone as (
    select distinct merged_from as entity_id from mentions where merged_from is not null
)

select 'entities' as dataset, entity_id from entities semi join gone using (entity_id)
union all
select 'aliases', entity_id from aliases semi join gone using (entity_id)
union all
select 'evidence', entity_a from evidence semi join gone on entity_a = gone.entity_id
union all
select 'evidence', entity_b from evidence semi join gone on entity_b = gone.entity_id
union all
select 'quotations', speaker_entity_id
from quotations
semi join gone on speaker_entity_id = gone.entity_id
