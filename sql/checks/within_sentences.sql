-- Mentions, dates and quantities lie inside their sentence, and those of one dataset do not overlap;
-- quotations and cues begin in theirs.
with

spans as (
    select 'mentions' as dataset, doc_id, sentence_no, "start", "end", surface from mentions
    union all
    select 'dates', doc_id, sentence_no, "start", "end", surface from dates
    union all
    select 'quantities', doc_id, sentence_no, "start", "end", surface from quantities
),

placed as (
    select
        *,
        lead("start") over (partition by dataset, doc_id order by "start") as next_start
    from spans
),

beginning as (
    select 'quotations' as dataset, doc_id, sentence_no, "start", "end", surface from quotations
    union all
    select 'evidence', doc_id, sentence_no, cue_start, cue_end, cue
    from evidence
    where cue is not null
),

final as (
    select placed.* exclude (next_start)
    from placed
    left join sentences using (doc_id, sentence_no)
    where sentences.doc_id is null
        or placed."start" < sentences."start"
        or placed."end" > sentences."end"
        or placed."end" > placed.next_start

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
