-- grain: one 2x2 table of two adjacent periods
-- kept as: view
select period, n_before, n_after, n_units_before, n_units_after, count(*) as n_pairs
from stg_shifts
group by all
