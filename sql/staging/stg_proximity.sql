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
        a.distance,
        sum(a.n_mentions * b.n_mentions) as n
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
        coalesce(sum(n) filter (distance = 0), 0)
        + coalesce(sum(n) filter (distance = 1), 0) * exp(-1)
        + coalesce(sum(n) filter (distance = 2), 0) * exp(-2)
        + coalesce(sum(n) filter (distance = 3), 0) * exp(-3)
        + coalesce(sum(n) filter (distance = 4), 0) * exp(-4)
        + coalesce(sum(n) filter (distance = 5), 0) * exp(-5) as proximity
    from counted
    group by a_no, b_no
)

select * from final
