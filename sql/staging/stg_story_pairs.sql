-- grain: two texts that are near-duplicates, the earlier one first
-- kept as: table
-- By resemblance (Jaccard) or containment in the shorter one (Broder 1997), over the values up to
-- the end of the sketch that ends first.
with

compared as (
    select
        candidates.place_a,
        candidates.place_b,
        least(a.n_shingles, b.n_shingles) as n_shorter,
        a.numbers = b.numbers and coalesce(abs(a.day - b.day) <= 7, true) as is_one_event,
        least(
            if(a.n_shingles > 128, a.sketch[-1], 4294967295),
            if(b.n_shingles > 128, b.sketch[-1], 4294967295)
        ) as reach,
        a.sketch as sketch_a,
        b.sketch as sketch_b
    from stg_story_candidates as candidates
    inner join stg_sketches as a on candidates.place_a = a.place
    inner join stg_sketches as b on candidates.place_b = b.place
    where case
        when least(a.n_shingles, b.n_shingles) >= 60 then true
        when abs(a.day - b.day) > 7 then false
        else least(a.n_shingles, b.n_shingles) >= 30 or a.numbers = b.numbers
    end
),

counted as (
    select
        place_a,
        place_b,
        n_shorter,
        is_one_event,
        len(list_intersect(sketch_a, sketch_b)) as n_both,
        len(list_filter(sketch_a, lambda value: value <= reach)) as n_a,
        len(list_filter(sketch_b, lambda value: value <= reach)) as n_b
    from compared
),

-- Half of the shingles make near-duplicates (as in Broder et al., "Syntactic clustering of the
-- Web", 1997), but lines of a ticker that differ in a name or a number are two events: up to 30
-- words four of five must be the same, and all numbers. Half is enough from 60 words on, where the
-- numbers are the same in the same week, or else from 120 words on.
judged as (
    select
        *,
        case
            when is_one_event then greatest(0.5, least(0.8, 1.1 - n_shorter / 100))
            when n_shorter >= 60 then greatest(0.5, 1.1 - n_shorter / 200)
            else 2
        end as least_resemblance
    from counted
),

final as (
    select place_a, place_b
    from judged
    where n_both >= least_resemblance * (n_a + n_b - n_both)
        -- A cut version has nearly all of its shingles from the other: as many as in a pair of that
        -- resemblance are in both. Where it is short, all but the two of one seam, at the end or in
        -- the middle; a changed word is in three.
        or (n_shorter >= 60 and n_both >= (1 + least_resemblance) / 2 * least(n_a, n_b))
        or (n_shorter between 30 and 127 and n_both >= least(n_a, n_b) - 2)
)

select * from final
