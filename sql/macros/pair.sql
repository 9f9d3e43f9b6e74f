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

-- corroboration(a, b): how many stories name both in a sentence, and who printed each: one row a
-- story, the oldest first, with how its sentences put it forward (each text's are counted, copies
-- too) and the first such sentence of its first text that has one.
-- Example: FROM corroboration('Badr Organization', 'Kataib Hezbollah')
create or replace macro corroboration(a, b) as table (
    with named as (
        select p.*, d.story_id
        from pair(a, b) as p
        inner join documents as d on p.doc_id = d.doc_id
    ),

    told as (
        select
            story_id,
            min(published_at) as first_published_at,
            count(distinct doc_id) as n_documents,
            count(distinct publisher) as n_publishers,
            string_agg(distinct publisher, ', ' order by publisher) as publishers,
            count(*) as n_sentences,
            count(*) filter (where modality = 'asserted') as n_asserted,
            count(*) filter (where modality = 'attributed') as n_attributed,
            count(*) filter (where modality = 'negated') as n_negated,
            count(*) filter (where modality = 'hypothetical') as n_hypothetical,
            count(*) filter (where stance = 'allied') as n_allied,
            count(*) filter (where stance = 'hostile') as n_hostile,
            first(
                {
                    'source_uri': source_uri,
                    'doc_id': doc_id,
                    'sentence_no': sentence_no,
                    'start': "start",
                    'end': "end",
                    'sentence': sentence
                }
                order by published_at nulls last, doc_id, sentence_no
            ) as example
        from named
        group by story_id
    )

    select * exclude (example), unnest(example)
    from told
    order by first_published_at nulls last, story_id
);
