-- grain: one of the rarest values of one text's sketch
-- kept as: table
-- By these a text looks for near-duplicates, which share so many values that one is among them; so
-- where none is, nothing has to be compared (prefix filter, Bayardo, Ma & Srikant 2007). Most
-- texts' rarest values are in no other text.
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

final as (
    select found.place, found.value, found.n_shingles
    from stg_story_values as found
    inner join counted using (place)
    where counted.n_own < counted.n_rarest
    qualify
        counted.n_own + row_number() over (
            partition by found.place order by found.n_texts, found.value
        ) <= counted.n_rarest
)

select * from final
