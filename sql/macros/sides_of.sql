-- sides_of(entity): entities that sentences put on its side or against it, the surest first.
-- Example: FROM sides_of('Islamic State')
create or replace macro sides_of(entity) as table (
    with target as (select entity_named(entity) as entity_id),

    met as (
        select l.*, case when l.entity_a = t.entity_id then l.entity_b else l.entity_a end as other_id
        from alignments as l
        inner join target as t on t.entity_id in (l.entity_a, l.entity_b)
    )

    select
        e.entity_id,
        e.name,
        e.kind,
        m.stance,
        m.n_allied,
        m.n_hostile,
        m.n_allied_unasserted,
        m.n_hostile_unasserted,
        m.n_allied_stories,
        m.n_hostile_stories,
        m.stance_score,
        m.stance_low,
        m.stance_high,
        m.first_date,
        m.last_date
    from met as m
    inner join entities as e on m.other_id = e.entity_id
    order by greatest(m.stance_low, -m.stance_high) desc nulls last, e.entity_id
);

-- allies(entity): who is on its side, by more sentences than say otherwise.
-- Example: FROM allies('Assad')
create or replace macro allies(entity) as table (
    select * from sides_of(entity) where stance = 'allied' order by stance_low desc, entity_id
);

-- enemies(entity): who is against it, by more sentences than say otherwise.
-- Example: FROM enemies('Islamic State')
create or replace macro enemies(entity) as table (
    select * from sides_of(entity) where stance = 'hostile' order by stance_high, entity_id
);
