-- Every quantity lies inside its sentence, and quantities do not overlap.
with

placed as (
    select
        quantities.*,
        lead(quantities."start") over (partition by quantities.doc_id order by quantities."start") as next_start
    from quantities
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
