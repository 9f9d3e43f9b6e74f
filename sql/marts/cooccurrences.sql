-- grain: one pair in one scope
-- Every statistic can be computed again from the row's own n_both, n_a, n_b and n_units.
with

pairs as (
    select scope_no, a_no, b_no, sum(n) as n_both, count(*) as n_documents
    from stg_unit_pairs
    group by scope_no, a_no, b_no
),

-- Apart from the rest, so that texts without a publisher cost nothing here.
publishers as (
    select scope_no, a_no, b_no, count(*) as n_publishers
    from (
        select distinct scope_no, a_no, b_no, publisher_no
        from stg_unit_pairs
        where publisher_no is not null
    )
    group by scope_no, a_no, b_no
),

tables as (
    select
        pairs.*,
        coalesce(publishers.n_publishers, 0) as n_publishers,
        of_scope(pairs.scope_no, a.n_document, a.n_paragraph, a.n_sentence) as n_a,
        of_scope(pairs.scope_no, b.n_document, b.n_paragraph, b.n_sentence) as n_b,
        of_scope(pairs.scope_no, total.n_document, total.n_paragraph, total.n_sentence) as n_units,
        coalesce(proximity.proximity, 0) as proximity
    from pairs
    cross join stg_totals as total
    inner join stg_margins as a on pairs.a_no = a.entity_no
    inner join stg_margins as b on pairs.b_no = b.entity_no
    left join publishers
        on pairs.scope_no = publishers.scope_no
        and pairs.a_no = publishers.a_no
        and pairs.b_no = publishers.b_no
    left join stg_proximity as proximity
        on pairs.a_no = proximity.a_no and pairs.b_no = proximity.b_no
),

final as (
    select
        tables.scope_no,
        tables.a_no as entity_a_no,
        tables.b_no as entity_b_no,
        of_scope(tables.scope_no, 'document', 'paragraph', 'sentence') as scope,
        a.entity_id as entity_a,
        b.entity_id as entity_b,
        tables.n_both,
        tables.n_a,
        tables.n_b,
        tables.n_units,
        tables.n_documents,
        tables.n_publishers,
        tables.proximity,
        npmi(tables.n_both, tables.n_a, tables.n_b, tables.n_units) as npmi,
        log_likelihood(tables.n_both, tables.n_a, tables.n_b, tables.n_units) as log_likelihood
    from tables
    inner join stg_entity_numbers as a on tables.a_no = a.entity_no
    inner join stg_entity_numbers as b on tables.b_no = b.entity_no
)

select * from final
