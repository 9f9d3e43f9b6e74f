-- log_likelihood(n_both, n_a, n_b, n_units): signed G2 of the 2x2 table (Dunning 1993),
-- negative where the pair meets less often than chance; null where a margin fills the table.
create or replace macro cell_information(observed, expected) as
    case when observed > 0 then observed * ln(observed / expected) else 0 end;

create or replace macro log_likelihood(n_both, n_a, n_b, n_units) as
    case
        when n_a = n_units or n_b = n_units then null
        else case when n_both < n_a * n_b / n_units then -2 else 2 end * greatest(0,
            cell_information(n_both, n_a * n_b / n_units)
            + cell_information(n_a - n_both, n_a * (n_units - n_b) / n_units)
            + cell_information(n_b - n_both, (n_units - n_a) * n_b / n_units)
            + cell_information(
                n_units - n_a - n_b + n_both, (n_units - n_a) * (n_units - n_b) / n_units))
    end;
