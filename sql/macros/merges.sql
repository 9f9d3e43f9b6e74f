-- merges(): names of several texts that were merged by their spelling, with what each merge does to
-- the pairs of the entity it went to. Beside that name's own mentions (n_mentions) stand those of
-- the entity, the entities it meets in a sentence before and after the merge (n_pairs_before,
-- n_pairs_after), the sentences added to the n_both of its pairs (n_both_added), and the sentences
-- that named both as if they were two (n_both_lost).
-- Example: FROM merges()
create or replace macro merges() as table (
    with merged as (
        select
            merged_from,
            entity_id,
            count(*) as n_mentions,
            arg_max(trim(regexp_replace(surface, '\s+', ' ', 'g')), (basis = 'variant', surface))
                as alias
        from mentions
        where merged_from is not null
        group by merged_from, entity_id
    ),

    targets as (select distinct entity_id from merged),

    -- Which of its names stand for an entity in a sentence.
    named as (
        select
            entity_id,
            doc_id,
            sentence_no,
            coalesce(merged_from, entity_id) as own_id,
            count(*) over (partition by entity_id, doc_id, sentence_no) = 1 as is_alone
        from (
            select distinct m.entity_id, m.merged_from, m.doc_id, m.sentence_no
            from mentions as m
            semi join targets on m.entity_id = targets.entity_id
            where not m.is_credit
        )
    ),

    pairs as (
        select e.entity_a as entity_id, e.entity_b as partner_id, e.doc_id, e.sentence_no
        from evidence as e
        semi join targets on e.entity_a = targets.entity_id
        union all
        select e.entity_b, e.entity_a, e.doc_id, e.sentence_no
        from evidence as e
        semi join targets on e.entity_b = targets.entity_id
    ),

    totals as (
        select entity_id, partner_id, count(*) as n_both from pairs group by entity_id, partner_id
    ),

    added as (
        select n.own_id, n.entity_id, p.partner_id, count(*) as n_added
        from named as n
        inner join pairs as p
            on n.entity_id = p.entity_id and n.doc_id = p.doc_id and n.sentence_no = p.sentence_no
        where n.is_alone and n.own_id <> n.entity_id
        group by n.own_id, n.entity_id, p.partner_id
    ),

    effects as (
        select
            a.own_id,
            a.entity_id,
            sum(a.n_added) as n_both_added,
            count(*) filter (where a.n_added = t.n_both) as n_new
        from added as a
        inner join totals as t on a.entity_id = t.entity_id and a.partner_id = t.partner_id
        group by a.own_id, a.entity_id
    ),

    lost as (
        select own_id, entity_id, count(*) as n_both_lost
        from named
        where not is_alone
        group by own_id, entity_id
    ),

    partners as (select entity_id, count(*) as n_pairs from totals group by entity_id)

    select
        m.alias,
        e.name as merged_into,
        e.kind,
        a.score,
        m.n_mentions,
        e.n_mentions as n_mentions_entity,
        coalesce(p.n_pairs, 0) - coalesce(f.n_new, 0) as n_pairs_before,
        coalesce(p.n_pairs, 0) as n_pairs_after,
        cast(coalesce(f.n_both_added, 0) as bigint) as n_both_added,
        coalesce(l.n_both_lost, 0) as n_both_lost,
        m.merged_from,
        m.entity_id
    from merged as m
    inner join entities as e on m.entity_id = e.entity_id
    inner join aliases as a on m.entity_id = a.entity_id and m.alias = a.alias
    left join effects as f on m.merged_from = f.own_id and m.entity_id = f.entity_id
    left join lost as l on m.merged_from = l.own_id and m.entity_id = l.entity_id
    left join partners as p on m.entity_id = p.entity_id
    order by n_both_added desc, m.n_mentions desc, m.alias, m.merged_from
);
