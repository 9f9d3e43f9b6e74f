-- grain: one pair in one scope
-- Every statistic but the q-value can be computed again from the row's own n_both, n_a, n_b and
-- n_units.
with

-- Apart from the rest, so that texts without a publisher or a twin cost nothing here.
publishers as (
    select scope_no, a_no, b_no, count(*) as n_publishers
    from (
        select distinct scope_no, a_no, b_no, publisher_no
        from stg_unit_pairs
        where publisher_no is not null
    )
    group by scope_no, a_no, b_no
),

-- Texts beyond the first of each story.
stories as (
    select scope_no, a_no, b_no, count(*) - count(distinct story_no) as n_repeats
    from stg_unit_pairs
    where story_no is not null
    group by scope_no, a_no, b_no
),

final as (
    select
        pairs.scope_no,
        pairs.a_no as entity_a_no,
        pairs.b_no as entity_b_no,
        of_scope(pairs.scope_no, 'document', 'paragraph', 'sentence') as scope,
        a.entity_id as entity_a,
        b.entity_id as entity_b,
        pairs.n_both,
        pairs.n_a,
        pairs.n_b,
        pairs.n_units,
        pairs.n_documents,
        pairs.n_documents - coalesce(stories.n_repeats, 0) as n_stories,
        coalesce(publishers.n_publishers, 0) as n_publishers,
        coalesce(assertions.n_asserted, 0) as n_asserted,
        coalesce(assertions.n_negated, 0) as n_negated,
        coalesce(assertions.n_hypothetical, 0) as n_hypothetical,
        coalesce(assertions.n_attributed, 0) as n_attributed,
        coalesce(proximity.proximity, 0) as proximity,
        npmi(pairs.n_both, pairs.n_a, pairs.n_b, pairs.n_units) as npmi,
        log_likelihood(pairs.n_both, pairs.n_a, pairs.n_b, pairs.n_units) as log_likelihood,
        log_dice(pairs.n_both, pairs.n_a, pairs.n_b) as log_dice,
        jaccard(pairs.n_both, pairs.n_a, pairs.n_b) as jaccard,
        t_score(pairs.n_both, pairs.n_a, pairs.n_b, pairs.n_units) as t_score,
        significance.p_value,
        significance.q_value
    from stg_pairs as pairs
    inner join stg_entity_numbers as a on pairs.a_no = a.entity_no
    inner join stg_entity_numbers as b on pairs.b_no = b.entity_no
    inner join stg_significance as significance
        on pairs.scope_no = significance.scope_no
        and pairs.n_both = significance.n_both
        and least(pairs.n_a, pairs.n_b) = significance.n_low
        and greatest(pairs.n_a, pairs.n_b) = significance.n_high
    left join publishers
        on pairs.scope_no = publishers.scope_no
        and pairs.a_no = publishers.a_no
        and pairs.b_no = publishers.b_no
    left join stories
        on pairs.scope_no = stories.scope_no
        and pairs.a_no = stories.a_no
        and pairs.b_no = stories.b_no
    left join stg_assertions as assertions
        on pairs.a_no = assertions.a_no and pairs.b_no = assertions.b_no
    left join stg_proximity as proximity
        on pairs.a_no = proximity.a_no and pairs.b_no = proximity.b_no
)

select * from final
