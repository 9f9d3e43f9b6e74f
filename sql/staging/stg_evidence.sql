-- grain: one pair in one sentence of a live text
-- kept as: table
-- With the entities that all texts together say they are. A pair whose two names are one goes; of
-- pairs in a sentence that are now one, the first by place stays, with the strongest modality, and
-- with the stance of the first that has one, unless they disagree.
with

found as (
    select
        evidence.*,
        live.doc_no,
        coalesce(a.to_id, evidence.entity_a) as to_a,
        coalesce(b.to_id, evidence.entity_b) as to_b,
        a.to_id is not null or b.to_id is not null as is_merged
    from part_evidence as evidence
    inner join stg_document_numbers as live using (doc_id, part)
    left join stg_merges as a on evidence.entity_a = a.from_id
    left join stg_merges as b on evidence.entity_b = b.from_id
),

ordered as (
    select
        doc_id,
        doc_no,
        sentence_no,
        least(to_a, to_b) as entity_a,
        greatest(to_a, to_b) as entity_b,
        if(to_a < to_b, start_a, start_b) as start_a,
        if(to_a < to_b, start_b, start_a) as start_b,
        modality,
        stance,
        case
            when to_a < to_b or direction = 'mutual' then direction
            when direction = 'a_to_b' then 'b_to_a'
            when direction = 'b_to_a' then 'a_to_b'
        end as direction,
        cue,
        cue_start,
        cue_end,
        is_merged
    from found
    where to_a <> to_b
),

touched as (
    select distinct doc_no, sentence_no, entity_a, entity_b from ordered where is_merged
),

together as (
    select
        doc_id,
        doc_no,
        sentence_no,
        entity_a,
        entity_b,
        first(
            {'start_a': start_a, 'start_b': start_b}
            order by least(start_a, start_b), start_a, start_b
        ) as places,
        arg_max(
            modality,
            list_position(['asserted', 'attributed', 'negated', 'hypothetical'], modality)
        ) as modality,
        if(
            count(distinct stance) = 1,
            first(
                {
                    'stance': stance,
                    'direction': direction,
                    'cue': cue,
                    'cue_start': cue_start,
                    'cue_end': cue_end
                }
                order by cue_start, cue_end, direction, start_a, start_b
            ) filter (where stance is not null),
            null
        ) as side
    from ordered
    semi join touched using (doc_no, sentence_no, entity_a, entity_b)
    group by doc_id, doc_no, sentence_no, entity_a, entity_b
),

merged as (
    select * exclude (is_merged)
    from ordered
    anti join touched using (doc_no, sentence_no, entity_a, entity_b)

    union all by name

    select * exclude (places, side), unnest(places), unnest(side)
    from together
),

final as (
    select merged.*, a.entity_no as a_no, b.entity_no as b_no
    from merged
    inner join stg_entity_numbers as a on merged.entity_a = a.entity_id
    inner join stg_entity_numbers as b on merged.entity_b = b.entity_id
)

select * from final
