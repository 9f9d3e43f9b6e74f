-- grain: one 2x2 table of one scope, n_low and n_high being its margins
-- kept as: view
-- Far fewer than there are pairs.
select
    scope_no,
    n_both,
    least(n_a, n_b) as n_low,
    greatest(n_a, n_b) as n_high,
    n_units,
    count(*) as n_pairs
from stg_pairs
group by all
