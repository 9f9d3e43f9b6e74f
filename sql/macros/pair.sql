-- pair(a, b): the sentences that name both, with what to cite, whether they state it as a fact and
-- on whose side they put the two.
-- Example: FROM pair('Iran', 'Badr Organization')
create or replace macro pair(a, b) as table (
    with wanted as (
        select
            least(entity_named(a), entity_named(b)) as entity_a,
            greatest(entity_named(a), entity_named(b)) as entity_b
    )

    select
        e.doc_id,
        d.source_uri,
        d.publisher,
        d.published_at,
        s.sentence_no,
        s."start",
        s."end",
        substring(d.text, s."start" + 1, s."end" - s."start") as sentence,
        e.modality,
        e.stance,
        e.direction,
        e.cue,
        e.start_a,
        e.start_b
    from evidence as e
    inner join wanted as w on e.entity_a = w.entity_a and e.entity_b = w.entity_b
    inner join sentences as s on e.doc_id = s.doc_id and e.sentence_no = s.sentence_no
    inner join documents as d on e.doc_id = d.doc_id
    order by d.published_at nulls last, e.doc_id, s.sentence_no
);
