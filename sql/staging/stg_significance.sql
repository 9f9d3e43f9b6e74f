-- grain: one 2x2 table of one scope, n_low and n_high being its margins
-- kept as: table
-- Far fewer than there are pairs. Every two entities are a test, those that never meet (p = 1) as
-- well: a false discovery rate over the pairs that were seen to meet would call chance a finding.
with

tests as (
    select count(*) * (count(*) - 1) / 2 as n_tests from stg_entity_numbers
),

tables as (
    select
        scope_no,
        n_both,
        least(n_a, n_b) as n_low,
        greatest(n_a, n_b) as n_high,
        n_units,
        count(*) as n_pairs
    from stg_pairs
    group by all
),

tested as (
    select *, hypergeometric_tail(n_both, n_low, n_high, n_units) as p_value from tables
),

ranked as (
    select *, sum(n_pairs) over (partition by scope_no order by p_value) as p_rank from tested
),

final as (
    select
        ranked.scope_no,
        ranked.n_both,
        ranked.n_low,
        ranked.n_high,
        ranked.p_value,
        -- Benjamini & Hochberg 1995.
        least(1, min(ranked.p_value * tests.n_tests / ranked.p_rank) over (
            partition by ranked.scope_no order by ranked.p_value desc
        )) as q_value
    from ranked
    cross join tests
)

select * from final
