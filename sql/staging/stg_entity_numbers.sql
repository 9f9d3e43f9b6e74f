-- grain: one entity
-- kept as: table
-- Pairs are counted on small integers; they are in the order of the ids, so a < b means the same.
select distinct entity_id, entity_no from stg_identities
