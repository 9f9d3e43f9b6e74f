-- grain: one place of the gazetteer, with the entity ids of itself and of what it lies in
-- kept as: table
-- A place that the lexicon lists too has the lexicon's id and name.
with

listed as (
    select geonames_id, min(entity_id) as entity_id, arg_min(name, entity_id) as name
    from lexicon_entities
    where geonames_id is not null
    group by geonames_id
),

known as (
    select
        places.geonames_id,
        places.feature,
        places.country_code,
        places.admin1_id,
        places.latitude,
        places.longitude,
        coalesce(listed.entity_id, concat('geonames:', places.geonames_id)) as entity_id,
        coalesce(listed.name, places.name) as name
    from gazetteer as places
    left join listed using (geonames_id)
),

final as (
    select
        place.geonames_id,
        place.country_code,
        place.latitude,
        place.longitude,
        case when place.feature = 'country' then null else division.name end as admin1,
        case when place.feature = 'country' then null else division.entity_id end as admin1_id
    from known as place
    left join known as division
        on division.geonames_id = case
            when place.feature = 'admin1' then place.geonames_id else place.admin1_id
        end
)

select * from final
