-- grain: one surface form of one entity
-- The forms the texts use, and those the lexicon knows for the entities they name. Where one form
-- leads to its entity in several ways, the most frequent way names the basis.
with

surfaces as (
    select surface, entity_id, basis, max(score) as score, count(*) as n
    from stg_mentions
    group by surface, entity_id, basis

    union all

    select lexicon.alias, lexicon.entity_id, lexicon.basis, null, 0
    from lexicon_aliases as lexicon
    semi join stg_entity_numbers as named on lexicon.entity_id = named.entity_id
),

counted as (
    select
        trim(regexp_replace(surface, '\s+', ' ', 'g')) as alias,
        entity_id,
        basis,
        max(score) as score,
        sum(n) as n
    from surfaces
    group by alias, entity_id, basis
),

final as (
    select
        alias,
        entity_id,
        arg_max(basis, (n, basis)) as basis,
        max(score) as score,
        sum(n) as n_mentions
    from counted
    group by alias, entity_id
)

select * from final
