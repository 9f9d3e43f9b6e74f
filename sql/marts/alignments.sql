-- grain: one pair that some sentence puts on sides
with

said as (
    select
        evidence.a_no,
        evidence.b_no,
        evidence.stance = 'allied' as is_allied,
        evidence.modality in ('asserted', 'attributed') as is_claimed,
        coalesce(stories.story_no, evidence.doc_no) as story_no,
        sentences.date_from,
        sentences.date_to
    from stg_evidence as evidence
    inner join sentences using (doc_id, sentence_no)
    left join stg_stories as stories using (doc_no)
    where evidence.stance is not null
),

counted as (
    select
        a_no,
        b_no,
        count(*) filter (where is_claimed and is_allied) as n_allied,
        count(*) filter (where is_claimed and not is_allied) as n_hostile,
        count(*) filter (where not is_claimed and is_allied) as n_allied_unasserted,
        count(*) filter (where not is_claimed and not is_allied) as n_hostile_unasserted,
        count(distinct story_no) filter (where is_claimed and is_allied) as n_allied_stories,
        count(distinct story_no) filter (where is_claimed and not is_allied) as n_hostile_stories,
        min(date_from) filter (where is_claimed) as first_date,
        max(date_to) filter (where is_claimed) as last_date
    from said
    group by a_no, b_no
),

final as (
    select
        counted.a_no as entity_a_no,
        counted.b_no as entity_b_no,
        a.entity_id as entity_a,
        b.entity_id as entity_b,
        counted.n_allied,
        counted.n_hostile,
        counted.n_allied_unasserted,
        counted.n_hostile_unasserted,
        counted.n_allied_stories,
        counted.n_hostile_stories,
        case
            when counted.n_allied > counted.n_hostile then 'allied'
            when counted.n_allied < counted.n_hostile then 'hostile'
        end as stance,
        2 * counted.n_allied / nullif(counted.n_allied + counted.n_hostile, 0) - 1 as stance_score,
        2 * wilson_low(counted.n_allied, counted.n_allied + counted.n_hostile) - 1 as stance_low,
        2 * wilson_high(counted.n_allied, counted.n_allied + counted.n_hostile) - 1 as stance_high,
        counted.first_date,
        counted.last_date
    from counted
    inner join stg_entity_numbers as a on counted.a_no = a.entity_no
    inner join stg_entity_numbers as b on counted.b_no = b.entity_no
)

select * from final
