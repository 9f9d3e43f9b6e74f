-- grain: one live text that shares its story with another
-- kept as: table
-- story_no is the number of the story's first text.
with

joined as (
    select
        sketches.doc_no,
        coalesce(texts.first_place, sketches.equal_place) as story_place
    from stg_sketches as sketches
    left join stg_story_texts as texts on sketches.equal_place = texts.place
),

final as (
    select joined.doc_no, firsts.doc_no as story_no
    from joined
    inner join stg_sketches as firsts on joined.story_place = firsts.place
    qualify count(*) over (partition by joined.story_place) > 1
)

select * from final
