-- grain: one entity or pair in one period
-- Periods are numbered in the order of their names: 0 day, 1 month, 2 week, 3 year.
with

named as (
    select doc_no, sentence_no, entity_no as a_no, null as b_no, n_mentions
    from stg_sentence_entities
    union all
    select doc_no, sentence_no, a_no, b_no, 1 from stg_evidence
),

-- Text by text first: counting distinct texts afterwards costs twice as much.
in_texts as (
    select
        periods.period_no,
        periods.period_start,
        named.a_no,
        named.b_no,
        named.doc_no,
        sum(named.n_mentions) as n_mentions
    from named
    inner join stg_periods as periods using (doc_no, sentence_no)
    group by periods.period_no, periods.period_start, named.a_no, named.b_no, named.doc_no
),

together as (
    select
        period_no,
        period_start,
        a_no,
        b_no,
        count(*) as n_documents,
        sum(n_mentions) as n_mentions
    from in_texts
    group by period_no, period_start, a_no, b_no
),

-- Texts beyond the first of each story.
stories as (
    select
        in_texts.period_no,
        in_texts.period_start,
        in_texts.a_no,
        in_texts.b_no,
        count(*) - count(distinct stories.story_no) as n_repeats
    from in_texts
    inner join stg_stories as stories using (doc_no)
    group by in_texts.period_no, in_texts.period_start, in_texts.a_no, in_texts.b_no
    having count(*) > 1
),

final as (
    select
        together.period_no,
        together.a_no as entity_a_no,
        together.b_no as entity_b_no,
        case together.period_no
            when 0 then 'day' when 1 then 'month' when 2 then 'week' else 'year'
        end as period,
        together.period_start,
        a.entity_id as entity_a,
        b.entity_id as entity_b,
        together.n_documents,
        together.n_documents - coalesce(stories.n_repeats, 0) as n_stories,
        together.n_mentions
    from together
    inner join stg_entity_numbers as a on together.a_no = a.entity_no
    left join stg_entity_numbers as b on together.b_no = b.entity_no
    left join stories
        on together.period_no = stories.period_no
        and together.period_start = stories.period_start
        and together.a_no = stories.a_no
        and together.b_no is not distinct from stories.b_no
)

select * from final
