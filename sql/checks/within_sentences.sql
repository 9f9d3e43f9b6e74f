-- Mentions, dates and quantities lie inside their sentence, and those of one dataset do not overlap;
-- quotations and cues begin in theirs.
with

-- Rows come in the order of their places, which is checked as well: the next one is the neighbour.
spans as (
    select
        'mentions' as dataset, doc_id, sentence_no, "start", "end", surface,
        lead(doc_id) over () as next_doc_id, lead("start") over () as next_start
    from mentions
    union all
    select
        'dates', doc_id, sentence_no, "start", "end", surface,
        lead(doc_id) over (), lead("start") over ()
    from dates
    union all
    select
        'quantities', doc_id, sentence_no, "start", "end", surface,
        lead(doc_id) over (), lead("start") over ()
    from quantities
),

beginning as (
    select 'quotations' as dataset, doc_id, sentence_no, "start", "end", surface from quotations
    union all
    select 'evidence', doc_id, sentence_no, cue_start, cue_end, cue
    from evidence
    where cue is not null
),

final as (
    select spans.* exclude (next_doc_id, next_start)
    from spans
    left join sentences using (doc_id, sentence_no)
    where sentences.doc_id is null
        or spans."start" < sentences."start"
        or spans."end" > sentences."end"
        or (spans.doc_id = spans.next_doc_id and spans."end" > spans.next_start)

    union all

    select beginning.*
    from beginning
    left join sentences using (doc_id, sentence_no)
    where sentences.doc_id is null
        or beginning."start" not between sentences."start" and sentences."end" - 1

    union all

    select 'mentions', mentions.doc_id, mentions.sentence_no, mentions."start", mentions."end", surface
    from mentions
    inner join sentences using (doc_id, sentence_no)
    where mentions.paragraph_no <> sentences.paragraph_no
)

select * from final
