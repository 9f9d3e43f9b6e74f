-- grain: one live text
-- kept as: table
-- Texts are placed in the order in which they can begin a story: by day, of one day the longest
-- first. Equal texts (the same words and numbers in the same order) are one from here on, the
-- first of them; texts without any word must be equal to the letter.
with

placed as (
    select
        live.doc_no,
        live.day,
        live.content_sha256,
        sketches.words,
        sketches.numbers,
        sketches.n_shingles,
        sketches.sketch,
        cast(
            row_number() over (
                order by live.day nulls last, sketches.n_shingles desc, live.doc_no
            ) as integer
        ) as place
    from part_sketches as sketches
    inner join stg_document_numbers as live using (doc_id, part)
),

final as (
    select
        * exclude (words, content_sha256),
        min(place) over (
            partition by words, if(words is null, content_sha256, null)
        ) as equal_place
    from placed
)

select * from final
