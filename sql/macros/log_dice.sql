-- log_dice(n_both, n_a, n_b): logDice (Rychlý 2008), 14 at most; two points are four times as much.
create or replace macro log_dice(n_both, n_a, n_b) as 14 + log2(2 * n_both / (n_a + n_b));
