-- fold_name(words): lower case, without accents; hyphens and other signs are blanks.
create or replace macro fold_name(words) as
    trim(regexp_replace(lower(strip_accents(words)), '[^\pL\pN'']+', ' ', 'g'));

-- find_entity(words): entities that these words name, or nearly, best first. The score is 3 for an
-- id, 2 for a name or alias, 1 for whole words inside one, else the Jaro-Winkler similarity.
-- Example: FROM find_entity('Daesh')
create or replace macro find_entity(words) as table (
    with known as (
        select alias, entity_id, fold_name(alias) as folded from aliases
        union
        select name, entity_id, fold_name(name) from entities
    ),

    scored as (
        select
            entity_id,
            alias,
            case
                when lower(entity_id) = lower(words) then 3
                when folded = fold_name(words) then 2
                when contains(concat(' ', folded, ' '), concat(' ', fold_name(words), ' ')) then 1
                else jaro_winkler_similarity(folded, fold_name(words))
            end as score
        from known
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
