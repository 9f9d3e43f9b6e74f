-- grain: two texts that may be near-duplicates
-- kept as: table
-- Every value of a sketch is a band of one row, so that a cut version meets the whole text however
-- little of that it is. What keeps this cheap is that each text looks only for its rarest values:
-- near-duplicates share so many that one is among them (prefix filter, Bayardo, Ma & Srikant 2007),
-- and most texts' rarest values are in no other text. A value that hundreds of texts have leads
-- to the first few of them only, which a story begins with; so no value makes quadratic pairs.
with

-- Near-duplicates share three of four values of a line, two of three of a longer text; where a
-- sketch does not hold all shingles, no more than half of it may reach into that of a longer text.
counted as (
    select
        place,
        n_values - count(*) as n_own,
        case
            when any_value(n_shingles) < 30 then n_values // 4 + 1
            when any_value(n_shingles) <= 128 then n_values // 2 + 1
            else n_values * 3 // 4
        end as n_rarest
    from stg_story_values
    group by place, n_values
),

looking as (
    select found.place, found.value, found.n_shingles, found.n_texts
    from stg_story_values as found
    inner join counted using (place)
    where counted.n_own < counted.n_rarest
    qualify
        counted.n_own + row_number() over (
            partition by found.place order by found.n_texts, found.value
        ) <= counted.n_rarest
),

-- The first texts of every value that someone looks for.
kept as (
    select found.place, found.value, found.n_shingles
    from stg_story_values as found
    semi join looking on found.value = looking.value
    qualify
        found.n_texts <= 64
        or row_number() over (partition by found.value order by found.place) <= 8
),

-- Looked for by the shorter one. A cut version keeps two fifths of the whole, and shares five even
-- of its rarest values where it has 60 shingles: more than two texts share by chance.
met as (
    select looking.place, kept.place as other_place
    from looking
    inner join kept
        on looking.value = kept.value
        and looking.place <> kept.place
        and kept.n_shingles between looking.n_shingles and looking.n_shingles * 5 // 2
    group by looking.place, kept.place
    having count(*) >= if(any_value(looking.n_shingles) < 60, 1, 5)
),

final as (
    select distinct
        least(place, other_place) as place_a,
        greatest(place, other_place) as place_b
    from met
)

select * from final
