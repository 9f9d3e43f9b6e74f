-- grain: one value of one text's sketch that other texts have as well
-- kept as: table
-- Of texts that are long enough to resemble another without being equal to it.
with

found as (
    select place, n_shingles, cast(len(sketch) as smallint) as n_values, unnest(sketch) as value
    from stg_sketches
    where place = equal_place and n_shingles >= 14
),

shared as (
    select value, cast(count(*) as integer) as n_texts
    from found
    group by value
    having count(*) > 1
),

final as (
    select found.*, shared.n_texts
    from found
    inner join shared using (value)
)

select * from final
