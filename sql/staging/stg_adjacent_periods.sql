-- grain: one week, month or year and the one before, where sentences speak of both
-- kept as: table
-- With the sentences that name anything: what rates are shares of.
with

counted as (
    select
        case periods.period_no when 1 then 'month' when 2 then 'week' else 'year' end as period,
        periods.period_start,
        count(*) as n_units
    from (select distinct doc_no, sentence_no from stg_sentence_entities) as named
    inner join stg_periods as periods using (doc_no, sentence_no)
    where periods.period_no > 0
    group by periods.period_no, periods.period_start
),

followed as (
    select
        *,
        cast(
            period_start + case period
                when 'month' then interval 1 month
                when 'week' then interval 7 day
                else interval 1 year
            end as date
        ) as next_start
    from counted
),

final as (
    select
        this.period,
        this.period_start,
        previous.period_start as start_before,
        previous.n_units as n_units_before,
        this.n_units as n_units_after
    from followed as previous
    inner join counted as this
        on previous.period = this.period and previous.next_start = this.period_start
)

select * from final
