-- t_score(n_both, n_a, n_b, n_units): observed less expected joint units, in standard errors of the
-- observed (Church et al. 1991).
create or replace macro t_score(n_both, n_a, n_b, n_units) as
    (n_both - n_a * n_b / n_units) / sqrt(n_both);
