-- npmi(n_both, n_a, n_b, n_units): normalised pointwise mutual information (Bouma 2009), -1 to 1.
-- Null where every unit names both: -ln 1 divides nothing.
create or replace macro npmi(n_both, n_a, n_b, n_units) as
    case
        when n_both = n_units then null
        else greatest(-1, least(1,
            (ln(n_both) + ln(n_units) - ln(n_a) - ln(n_b)) / (ln(n_units) - ln(n_both))))
    end;
