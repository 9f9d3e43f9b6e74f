-- grain: one entity in the network of one scope
select
    found.scope_no,
    found.entity_no as entity_id_no,
    of_scope(found.scope_no, 'document', 'paragraph', 'sentence') as scope,
    entities.entity_id,
    centres.entity_id as community_id,
    found.degree,
    found.weighted_degree,
    found.pagerank
from stg_centrality as found
inner join stg_entity_numbers as entities using (entity_no)
inner join stg_entity_numbers as centres on found.community_no = centres.entity_no
