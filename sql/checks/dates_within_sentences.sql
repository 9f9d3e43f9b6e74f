-- Every date lies inside its sentence, and dates do not overlap.
with

placed as (
    select
        dates.*,
        lead(dates."start") over (partition by dates.doc_id order by dates."start") as next_start
    from dates
),

final as (
    select placed.doc_id, placed."start", placed."end", placed.surface, placed.sentence_no
    from placed
    left join sentences using (doc_id, sentence_no)
    where sentences.doc_id is null
        or placed."start" < sentences."start"
        or placed."end" > sentences."end"
        or placed."end" > placed.next_start
)

select * from final
