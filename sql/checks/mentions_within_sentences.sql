-- Every mention lies inside its sentence, and mentions do not overlap.
with

placed as (
    select
        mentions.*,
        lead(mentions."start") over (partition by mentions.doc_id order by mentions."start") as next_start
    from mentions
),

final as (
    select placed.doc_id, placed."start", placed."end", placed.surface, placed.sentence_no
    from placed
    left join sentences using (doc_id, sentence_no)
    where sentences.doc_id is null
        or placed."start" < sentences."start"
        or placed."end" > sentences."end"
        or placed.paragraph_no <> sentences.paragraph_no
        or placed."end" > placed.next_start
)

select * from final
