-- grain: one mention in a live text
-- kept as: table
-- With the entity that all texts together say it is.
select
    mentions.* exclude (entity_id, name, kind, subkind, entity_kind, entity_subkind, basis),
    if(identities.is_turned, identities.kind, mentions.kind) as kind,
    if(identities.is_turned, identities.subkind, mentions.subkind) as subkind,
    identities.entity_id,
    identities.entity_no,
    if(identities.is_respelled and mentions.basis = 'name', 'variant', mentions.basis) as basis,
    if(identities.is_merged, identities.named_id, null) as merged_from,
    identities.score
from stg_live_mentions as mentions
inner join stg_identities as identities on mentions.entity_id = identities.named_id
