-- log_ratio(n, n_all, m, m_all): how many times as often, as a base-2 logarithm: the rate n / n_all
-- over the rate m / m_all, with half a unit added to each number so that none is 0 (Walter 1975).
create or replace macro log_ratio(n, n_all, m, m_all) as
    log2((n + 0.5) / (n_all + 0.5)) - log2((m + 0.5) / (m_all + 0.5));

-- log_ratio_reach(n, n_all, m, m_all): half the width of its 95% interval (Pettigrew, Gart & Thomas
-- 1986).
create or replace macro log_ratio_reach(n, n_all, m, m_all) as
    1.959964 / ln(2) * sqrt(
        1 / (n + 0.5) - 1 / (n_all + 0.5) + 1 / (m + 0.5) - 1 / (m_all + 0.5));
