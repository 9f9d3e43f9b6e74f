-- within(place): the places that the texts name inside a country or a first-level division, itself
-- included. A name, an entity id or an ISO 3166-1 code will do.
-- Example: FROM within('Iraq')
create or replace macro within(place) as table (
    with wanted as (
        select unnest([place, entity_named(place)]) as id
    )

    select e.*
    from entities as e
    where e.kind = 'place'
        and exists (
            select 1
            from wanted as w
            where w.id in (e.entity_id, e.admin1_id, e.country_id, e.country_code)
        )
    order by e.n_mentions desc, e.entity_id
);
