-- A pair's sentence count is the number of its evidence rows, and both lead to mentions.
with

rows_per_pair as (
    select entity_a, entity_b, count(*) as n_rows from evidence group by entity_a, entity_b
),

final as (
    select
        coalesce(counted.entity_a, evidenced.entity_a) as entity_a,
        coalesce(counted.entity_b, evidenced.entity_b) as entity_b,
        counted.n_both,
        evidenced.n_rows
    from (select * from cooccurrences where scope = 'sentence') as counted
    full join rows_per_pair as evidenced
        on counted.entity_a = evidenced.entity_a and counted.entity_b = evidenced.entity_b
    where counted.n_both is distinct from evidenced.n_rows
)

select * from final
