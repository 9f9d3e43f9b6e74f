-- grain: one surface form of one entity
-- Where one form leads to its entity in several ways, the most frequent way names the basis.
with

mentions as (
    select trim(regexp_replace(surface, '\s+', ' ', 'g')) as alias, entity_id, basis
    from stg_mentions
),

counted as (
    select alias, entity_id, basis, count(*) as n
    from mentions
    group by alias, entity_id, basis
),

final as (
    select
        alias,
        entity_id,
        arg_max(basis, (n, basis)) as basis,
        sum(n) as n_mentions
    from counted
    group by alias, entity_id
)

select * from final
