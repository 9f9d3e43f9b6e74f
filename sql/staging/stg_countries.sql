-- grain: one country, by its ISO 3166-1 code
-- kept as: view
-- The lexicon's id where it lists the country, else the gazetteer's.
with

known as (
    select country_code, entity_id, 0 as choice
    from lexicon_entities
    where kind = 'place' and subkind = 'country' and country_code is not null

    union all

    select country_code, concat('geonames:', geonames_id), 1
    from gazetteer
    where feature = 'country'
),

final as (
    select country_code, arg_min(entity_id, (choice, entity_id)) as country_id
    from known
    group by country_code
)

select * from final
