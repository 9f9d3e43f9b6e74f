-- kwic(entity, chars): key words in context, every mention of an entity with `chars` characters on
-- either side.
-- Example: FROM kwic('Amerli', 40)
create or replace macro kwic(entity, chars) as table (
    select
        m.doc_id,
        d.source_uri,
        d.published_at,
        m."start",
        m."end",
        substring(d.text, greatest(m."start" - chars, 0) + 1, least(m."start", chars)) as "left",
        m.surface,
        substring(d.text, m."end" + 1, chars) as "right"
    from mentions as m
    inner join documents as d on m.doc_id = d.doc_id
    where m.entity_id = entity_named(entity)
    order by d.published_at nulls last, m.doc_id, m."start"
);
