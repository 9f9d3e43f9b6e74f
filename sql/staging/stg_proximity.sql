-- grain: one pair that some text names at most 5 sentences apart
-- kept as: view
-- LOAD weighting (Spitz & Gertz 2016). Pairs of mentions are counted as integers per distance and
-- weighed at the end, so that the sum does not depend on the order of the rows.
with

distances as (
    select unnest(range(0, 6)) as distance
),

reaching as (
    select a.doc_no, a.entity_no, a.n_mentions, a.sentence_no + d.distance as sentence_no, d.distance
    from stg_sentence_entities as a
    cross join distances as d
),

counted as (
    select
        least(a.entity_no, b.entity_no) as a_no,
        greatest(a.entity_no, b.entity_no) as b_no,
        sum(if(a.distance = 0, a.n_mentions * b.n_mentions, 0)) as n_0,
        sum(if(a.distance = 1, a.n_mentions * b.n_mentions, 0)) as n_1,
        sum(if(a.distance = 2, a.n_mentions * b.n_mentions, 0)) as n_2,
        sum(if(a.distance = 3, a.n_mentions * b.n_mentions, 0)) as n_3,
        sum(if(a.distance = 4, a.n_mentions * b.n_mentions, 0)) as n_4,
        sum(if(a.distance = 5, a.n_mentions * b.n_mentions, 0)) as n_5
    from reaching as a
    inner join stg_sentence_entities as b
        on a.doc_no = b.doc_no
        and a.sentence_no = b.sentence_no
        and (a.entity_no < b.entity_no or (a.distance > 0 and a.entity_no > b.entity_no))
    group by all
),

final as (
    select
        a_no,
        b_no,
        n_0 + n_1 * exp(-1) + n_2 * exp(-2) + n_3 * exp(-3) + n_4 * exp(-4) + n_5 * exp(-5)
            as proximity
    from counted
)

select * from final
