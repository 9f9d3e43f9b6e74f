-- grain: one pair in one scope
-- kept as: table
-- The 2x2 table of each pair, on numbers.
with

counted as (
    select scope_no, a_no, b_no, sum(n) as n_both, count(*) as n_documents
    from stg_unit_pairs
    group by scope_no, a_no, b_no
),

final as (
    select
        counted.scope_no,
        counted.a_no,
        counted.b_no,
        cast(counted.n_both as bigint) as n_both,
        of_scope(counted.scope_no, a.n_document, a.n_paragraph, a.n_sentence) as n_a,
        of_scope(counted.scope_no, b.n_document, b.n_paragraph, b.n_sentence) as n_b,
        of_scope(counted.scope_no, total.n_document, total.n_paragraph, total.n_sentence)
            as n_units,
        counted.n_documents
    from counted
    cross join stg_totals as total
    inner join stg_margins as a on counted.a_no = a.entity_no
    inner join stg_margins as b on counted.b_no = b.entity_no
)

select * from final
