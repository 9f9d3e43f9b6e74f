-- grain: one named entity that is a place of the gazetteer
-- kept as: table
-- With the first-level division it lies in or is, by the lexicon's id and name where it has them.
with

identified as (
    select
        entities.entity_id,
        coalesce(
            lexicon.geonames_id,
            try_cast(regexp_extract(entities.entity_id, '^geonames:(\d+)$', 1) as bigint)
        ) as geonames_id
    from stg_entity_numbers as entities
    left join lexicon_entities as lexicon using (entity_id)
),

listed as (
    select geonames_id, min(entity_id) as entity_id, arg_min(name, entity_id) as name
    from lexicon_entities
    where geonames_id is not null
    group by geonames_id
),

placed as (
    select
        identified.*,
        places.country_code,
        places.latitude,
        places.longitude,
        case places.feature when 'admin1' then geonames_id else places.admin1_id end as division_id
    from identified
    inner join gazetteer as places using (geonames_id)
),

final as (
    select
        placed.* exclude (division_id),
        coalesce(listed.name, divisions.name) as admin1,
        coalesce(listed.entity_id, 'geonames:' || divisions.geonames_id) as admin1_id
    from placed
    left join gazetteer as divisions on placed.division_id = divisions.geonames_id
    left join listed on placed.division_id = listed.geonames_id
)

select * from final
