-- find_entity(words): entities whose name or alias is, holds or resembles the words, best first.
create or replace macro find_entity(words) as table (
    with scored as (
        select
            entity_id,
            alias,
            case
                when lower(entity_id) = lower(words) then 3
                when lower(strip_accents(alias)) = lower(strip_accents(words)) then 2
                when contains(lower(strip_accents(alias)), lower(strip_accents(words))) then 1
                else jaro_winkler_similarity(lower(strip_accents(alias)), lower(strip_accents(words)))
            end as score
        from (
            select alias, entity_id from aliases
            union
            select name, entity_id from entities
        )
    )
    select
        e.entity_id,
        e.name,
        e.kind,
        e.subkind,
        arg_max(s.alias, (s.score, s.alias)) as matched,
        max(s.score) as score,
        e.n_mentions
    from scored as s
    inner join entities as e on s.entity_id = e.entity_id
    where s.score > 0.85
    group by e.entity_id, e.name, e.kind, e.subkind, e.n_mentions
    order by score desc, e.n_mentions desc, e.entity_id
);

-- entity_named(words): the id of the best match, null where nothing is close.
create or replace macro entity_named(words) as (
    select first(entity_id order by score desc, n_mentions desc, entity_id) from find_entity(words)
);
