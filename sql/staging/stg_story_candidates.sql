-- grain: two texts that may be near-duplicates
-- kept as: table
-- Every value of a sketch is a band of one row, so that a cut version meets the whole text however
-- little of that it is. What keeps this cheap is that each text looks only for its rarest values,
-- and finds only the first texts of those that are everywhere. Each of the three is a table of its
-- own, since together they need more memory than any alone.
with

-- Looked for by the shorter one. A cut version keeps two fifths of the whole, and shares five even
-- of its rarest values where it has 60 shingles: more than two texts share by chance.
met as (
    select looking.place, firsts.place as other_place
    from stg_story_rarest as looking
    inner join stg_story_firsts as firsts
        on looking.value = firsts.value
        and looking.place <> firsts.place
        and firsts.n_shingles between looking.n_shingles and looking.n_shingles * 5 // 2
    group by looking.place, firsts.place
    having count(*) >= if(any_value(looking.n_shingles) < 60, 1, 5)
),

final as (
    select distinct
        least(place, other_place) as place_a,
        greatest(place, other_place) as place_b
    from met
)

select * from final
