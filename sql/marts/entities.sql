-- grain: one canonical entity that a text names
-- Attributes come from the lexicon; an entity it does not know has a name and a kind.
with

named as (
    select
        entity_id,
        min(name) as name,
        min(entity_kind) as kind,
        min(entity_subkind) as subkind,
        count(*) as n_mentions,
        count(distinct doc_no) as n_documents
    from stg_mentions
    group by entity_id
),

final as (
    select
        named.*,
        lexicon.country_code,
        lexicon.latitude,
        lexicon.longitude,
        lexicon.geonames_id
    from named
    left join lexicon_entities as lexicon using (entity_id)
)

select * from final
