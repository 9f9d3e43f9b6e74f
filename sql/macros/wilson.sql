-- wilson_low(n, n_all), wilson_high(n, n_all): 95% interval of a share (Wilson 1927). Null where
-- n_all is 0.
create or replace macro wilson_z() as 1.959963984540054;

create or replace macro wilson_middle(n, n_all) as
    (n + wilson_z() * wilson_z() / 2) / (n_all + wilson_z() * wilson_z());

create or replace macro wilson_reach(n, n_all) as
    wilson_z() * sqrt(n * (n_all - n) / n_all + wilson_z() * wilson_z() / 4)
    / (n_all + wilson_z() * wilson_z());

create or replace macro wilson_low(n, n_all) as
    case when n_all > 0 then greatest(0, wilson_middle(n, n_all) - wilson_reach(n, n_all)) end;

create or replace macro wilson_high(n, n_all) as
    case when n_all > 0 then least(1, wilson_middle(n, n_all) + wilson_reach(n, n_all)) end;
