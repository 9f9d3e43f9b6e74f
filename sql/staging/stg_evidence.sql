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
        a.entity_id as to_a,
        b.entity_id as to_b,
        a.entity_no as to_a_no,
        b.entity_no as to_b_no,
        a.is_merged or b.is_merged as is_merged
    from part_evidence as evidence
    inner join stg_document_numbers as live using (doc_id, part)
    -- Every name has an identity, so these are inner joins; as such they could be put in an order
    -- that first pairs each name with each other one, by the condition below.
    left join stg_identities as a on evidence.entity_a = a.named_id
    left join stg_identities as b on evidence.entity_b = b.named_id
),

ordered as (
    select
        doc_id,
        doc_no,
        sentence_no,
        if(to_a_no < to_b_no, to_a, to_b) as entity_a,
        if(to_a_no < to_b_no, to_b, to_a) as entity_b,
        least(to_a_no, to_b_no) as a_no,
        greatest(to_a_no, to_b_no) as b_no,
        if(to_a_no < to_b_no, start_a, start_b) as start_a,
        if(to_a_no < to_b_no, start_b, start_a) as start_b,
        modality,
        stance,
        case
            when to_a_no < to_b_no or direction = 'mutual' then direction
            when direction = 'a_to_b' then 'b_to_a'
            when direction = 'b_to_a' then 'a_to_b'
        end as direction,
        cue,
        cue_start,
        cue_end,
        is_merged
    from found
    where to_a_no is distinct from to_b_no
),

touched as (
    select distinct doc_no, sentence_no, a_no, b_no from ordered where is_merged
),

together as (
    select
        doc_id,
        doc_no,
        sentence_no,
        entity_a,
        entity_b,
        a_no,
        b_no,
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
    semi join touched using (doc_no, sentence_no, a_no, b_no)
    group by doc_id, doc_no, sentence_no, entity_a, entity_b, a_no, b_no
),

final as (
    select * exclude (is_merged)
    from ordered
    anti join touched using (doc_no, sentence_no, a_no, b_no)

    union all by name

    select * exclude (places, side), unnest(places), unnest(side)
    from together
)

select * from final
