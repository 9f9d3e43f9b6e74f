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
        a.numbers = b.numbers
            and coalesce(abs(a.day - b.day) <= 7, true) as is_one_event,
        least(
            if(a.n_shingles > 128, a.sketch[-1], 4294967295),
            if(b.n_shingles > 128, b.sketch[-1], 4294967295)
        ) as reach,
        a.sketch as sketch_a,
        b.sketch as sketch_b
    from stg_story_candidates as candidates
    inner join stg_sketches as a on candidates.place_a = a.place
    inner join stg_sketches as b on candidates.place_b = b.place
    where least(a.n_shingles, b.n_shingles) >= 60
        or (a.numbers = b.numbers and coalesce(abs(a.day - b.day) <= 7, true))
),

counted as (
    select
        place_a,
        place_b,
        n_shorter,
        len(list_intersect(sketch_a, sketch_b)) as n_both,
        len(list_filter(sketch_a, lambda value: value <= reach)) as n_a,
        len(list_filter(sketch_b, lambda value: value <= reach)) as n_b
    from compared
),

-- Lines of a ticker that differ in a name or a number are two events, so texts of up to 60 words
-- must share four of five shingles; from 120 words on half of them will do (as in Broder et al.,
-- "Syntactic clustering of the Web", 1997). A cut version of a text that long has nearly all of its
-- shingles from it: as many as the texts of a pair with the least resemblance would have to add.
judged as (
    select *, greatest(0.5, least(0.8, 1.1 - n_shorter / 200)) as least_resemblance
    from counted
),

final as (
    select place_a, place_b
    from judged
    where n_both >= least_resemblance * (n_a + n_b - n_both)
        or (n_shorter >= 60 and n_both >= (1 + least_resemblance) / 2 * least(n_a, n_b))
)

select * from final
