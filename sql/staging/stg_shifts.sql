-- grain: one pair in one period, against the period before
-- kept as: table
-- Five sentences in two periods are at least three in one of them, and few pairs have that many:
-- only their numbers are looked up for both.
with

pairs as (
    select period, period_start, entity_a, entity_b, n_mentions
    from timeline
    where entity_b is not null and period <> 'day'
),

frequent as (select * from pairs where n_mentions >= 3),

candidates as (
    select adjacent.*, frequent.entity_a, frequent.entity_b
    from frequent
    inner join stg_adjacent_periods as adjacent using (period, period_start)
    union
    select adjacent.*, frequent.entity_a, frequent.entity_b
    from frequent
    inner join stg_adjacent_periods as adjacent
        on frequent.period = adjacent.period and frequent.period_start = adjacent.start_before
),

final as (
    select
        candidates.* exclude (start_before),
        coalesce(before.n_mentions, 0) as n_before,
        coalesce(after.n_mentions, 0) as n_after
    from candidates
    left join pairs as before
        on candidates.period = before.period
        and candidates.start_before = before.period_start
        and candidates.entity_a = before.entity_a
        and candidates.entity_b = before.entity_b
    left join pairs as after
        on candidates.period = after.period
        and candidates.period_start = after.period_start
        and candidates.entity_a = after.entity_a
        and candidates.entity_b = after.entity_b
    where coalesce(before.n_mentions, 0) + coalesce(after.n_mentions, 0) >= 5
)

select * from final
