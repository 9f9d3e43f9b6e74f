-- grain: one pair in one period, against the period before
-- kept as: table
-- Five sentences in two periods are at least three in one of them, and few pairs have that many:
-- only theirs are put in order, and looked at with the one before and the one behind.
with

frequent as (
    select period, entity_a, entity_b
    from timeline
    where entity_b is not null and period <> 'day' and n_mentions >= 3
),

in_order as (
    select
        period,
        period_start,
        entity_a,
        entity_b,
        n_mentions,
        lag({'start': period_start, 'n': n_mentions}) over along as previous,
        lead(period_start) over along as next_start
    from timeline
    semi join frequent using (period, entity_a, entity_b)
    window along as (partition by period, entity_a, entity_b order by period_start)
),

named_after as (
    select
        adjacent.* exclude (start_before),
        entity_a,
        entity_b,
        if(previous.start = adjacent.start_before, previous.n, 0) as n_before,
        n_mentions as n_after
    from in_order
    inner join stg_adjacent_periods as adjacent using (period, period_start)
),

named_before_only as (
    select
        adjacent.* exclude (start_before),
        entity_a,
        entity_b,
        n_mentions as n_before,
        0 as n_after
    from in_order
    inner join stg_adjacent_periods as adjacent
        on in_order.period = adjacent.period and in_order.period_start = adjacent.start_before
    where next_start is distinct from adjacent.period_start
),

final as (
    select * from named_after
    union all by name
    select * from named_before_only
)

select * from final where n_before + n_after >= 5
