-- jaccard(n_both, n_a, n_b): share of the units that name either which name both.
create or replace macro jaccard(n_both, n_a, n_b) as n_both / (n_a + n_b - n_both);
