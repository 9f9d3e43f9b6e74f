-- grain: one pair that a sentence names
-- kept as: view
-- How its sentences put it forward.
select
    a_no,
    b_no,
    count(*) filter (where modality = 'asserted') as n_asserted,
    count(*) filter (where modality = 'negated') as n_negated,
    count(*) filter (where modality = 'hypothetical') as n_hypothetical,
    count(*) filter (where modality = 'attributed') as n_attributed
from stg_evidence
group by a_no, b_no
