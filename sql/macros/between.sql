-- "between"(from_day, to_day): what happened: the sentences that speak of a time inside the days,
-- first and last included, with the names in them. `between` is a word of SQL, so it stands in
-- quotes.
-- Example: FROM "between"('2014-08-28', '2014-09-03')
create or replace macro "between"(from_day, to_day) as table (
    with spoken as (
        select *
        from sentences
        where date_from >= cast(from_day as date) and date_to <= cast(to_day as date)
    ),

    named as (
        select
            m.doc_id,
            m.sentence_no,
            string_agg(distinct e.name, '; ' order by e.name) as names
        from mentions as m
        semi join spoken as s on m.doc_id = s.doc_id and m.sentence_no = s.sentence_no
        inner join entities as e on m.entity_id = e.entity_id
        group by m.doc_id, m.sentence_no
    )

    select
        s.date_from,
        s.date_to,
        s.date_basis,
        s.modality,
        n.names,
        substring(d.text, s."start" + 1, s."end" - s."start") as sentence,
        d.source_uri,
        d.publisher,
        d.published_at,
        s.doc_id,
        s.sentence_no,
        s."start",
        s."end"
    from spoken as s
    inner join named as n on s.doc_id = n.doc_id and s.sentence_no = n.sentence_no
    inner join documents as d on s.doc_id = d.doc_id
    order by s.date_from, s.date_to, s.doc_id, s.sentence_no
);

-- pairs_between(from_day, to_day): who is named with whom in those sentences, the most often first.
-- Example: FROM pairs_between('2014-08-01', '2014-08-31')
create or replace macro pairs_between(from_day, to_day) as table (
    select
        a.name as name_a,
        b.name as name_b,
        count(*) as n_both,
        count(distinct p.doc_id) as n_documents,
        count(*) filter (where p.stance = 'allied') as n_allied,
        count(*) filter (where p.stance = 'hostile') as n_hostile,
        min(s.date_from) as first_date,
        max(s.date_to) as last_date,
        p.entity_a,
        p.entity_b
    from evidence as p
    inner join sentences as s on p.doc_id = s.doc_id and p.sentence_no = s.sentence_no
    inner join entities as a on p.entity_a = a.entity_id
    inner join entities as b on p.entity_b = b.entity_id
    where s.date_from >= cast(from_day as date) and s.date_to <= cast(to_day as date)
    group by p.entity_a, p.entity_b, a.name, b.name
    order by n_both desc, n_documents desc, p.entity_a, p.entity_b
);
