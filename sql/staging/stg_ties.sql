-- grain: one pair in one scope that meets more often than chance would have it
-- kept as: view
-- The network that communities and centrality are read from. NPMI is above 0 for each of these and
-- weighs a pair by how much the two belong together, not by how often both are in the news.
with

surprising as (
    select * from stg_significance where q_value < 0.05
),

final as (
    select
        pairs.scope_no,
        pairs.a_no,
        pairs.b_no,
        npmi(pairs.n_both, pairs.n_a, pairs.n_b, pairs.n_units) as weight
    from stg_pairs as pairs
    inner join surprising
        on pairs.scope_no = surprising.scope_no
        and pairs.n_both = surprising.n_both
        and least(pairs.n_a, pairs.n_b) = surprising.n_low
        and greatest(pairs.n_a, pairs.n_b) = surprising.n_high
)

select * from final
