-- grain: one value of one text's sketch that some text looks for
-- kept as: table
-- A value that hundreds of texts have leads to the first few of them only, which a story begins
-- with; so no value makes quadratic pairs.
select found.place, found.value, found.n_shingles
from stg_story_values as found
semi join stg_story_rarest as looking on found.value = looking.value
qualify
    found.n_texts <= 64
    or row_number() over (partition by found.value order by found.place) <= 8
