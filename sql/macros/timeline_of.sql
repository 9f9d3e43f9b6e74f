-- timeline_of(entity, length): how often texts speak of it, by 'day', 'week', 'month' or 'year'.
-- Example: FROM timeline_of('Amerli', 'week')
create or replace macro timeline_of(entity, length) as table (
    select t.period_start, t.n_documents, t.n_stories, t.n_mentions
    from timeline as t
    where t.entity_a = entity_named(entity) and t.entity_b is null and t.period = length
    order by t.period_start
);
