-- neighbours(entity): who is named in the same sentences, strongest association first.
-- Example: FROM neighbours('Amerli')
create or replace macro neighbours(entity) as table (
    with target as (select entity_named(entity) as entity_id),

    met as (
        select c.*, case when c.entity_a = t.entity_id then c.entity_b else c.entity_a end as neighbour_id
        from cooccurrences as c
        inner join target as t on t.entity_id in (c.entity_a, c.entity_b)
        where c.scope = 'sentence'
    )

    select
        e.entity_id,
        e.name,
        e.kind,
        m.n_both,
        m.n_documents,
        m.n_stories,
        m.n_publishers,
        m.n_asserted,
        m.npmi,
        m.log_likelihood,
        m.log_dice,
        m.q_value,
        m.proximity
    from met as m
    inner join entities as e on m.neighbour_id = e.entity_id
    order by m.log_likelihood desc nulls last, m.n_both desc, e.entity_id
);
