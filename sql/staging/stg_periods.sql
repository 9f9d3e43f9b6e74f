-- grain: one period that holds all the time one sentence of a live text speaks of
-- kept as: table
-- A sentence on a month counts for the month and the year, not for any day.
with

dated as (
    select live.doc_no, sentences.sentence_no, sentences.date_from, sentences.date_to
    from part_sentences as sentences
    inner join stg_document_numbers as live using (doc_id, part)
    where sentences.date_from is not null
),

final as (
    select doc_no, sentence_no, 0 as period_no, date_from as period_start
    from dated
    where date_from = date_to
    union all
    select doc_no, sentence_no, 1, cast(date_trunc('month', date_from) as date)
    from dated
    where date_trunc('month', date_from) = date_trunc('month', date_to)
    union all
    select doc_no, sentence_no, 2, cast(date_trunc('week', date_from) as date)
    from dated
    where date_trunc('week', date_from) = date_trunc('week', date_to)
    union all
    select doc_no, sentence_no, 3, cast(date_trunc('year', date_from) as date)
    from dated
    where date_trunc('year', date_from) = date_trunc('year', date_to)
)

select * from final
