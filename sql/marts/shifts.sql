-- grain: one pair in one period, against the period before
-- Every figure but the q-value can be computed again from the row's own counts.
with

final as (
    select
        shifts.period,
        shifts.period_start,
        shifts.entity_a,
        shifts.entity_b,
        shifts.n_before,
        shifts.n_after,
        shifts.n_units_before,
        shifts.n_units_after,
        log_ratio(n_after, n_units_after, n_before, n_units_before) as log_ratio,
        log_ratio(n_after, n_units_after, n_before, n_units_before)
            - log_ratio_reach(n_after, n_units_after, n_before, n_units_before) as log_ratio_low,
        log_ratio(n_after, n_units_after, n_before, n_units_before)
            + log_ratio_reach(n_after, n_units_after, n_before, n_units_before) as log_ratio_high,
        log_likelihood(
            n_after, n_before + n_after, n_units_after, n_units_before + n_units_after
        ) as log_likelihood,
        significance.p_value,
        significance.q_value
    from stg_shifts as shifts
    inner join stg_shift_significance as significance
        using (period, n_before, n_after, n_units_before, n_units_after)
)

select * from final
