-- grain: one canonical entity that a text names
-- Attributes come from the lexicon, those of places that it does not tell from the gazetteer; an
-- entity that neither knows has a name and a kind. Its place in the network is that in sentences.
with

named as (
    select
        entity_id,
        min(name) as name,
        min(entity_kind) as kind,
        min(entity_subkind) as subkind,
        count(*) as n_mentions,
        count(distinct doc_no) as n_documents,
        count(distinct coalesce(story_no, doc_no)) as n_stories
    from stg_mentions
    left join stg_stories using (doc_no)
    group by entity_id
),

placed as (
    select
        named.*,
        coalesce(lexicon.country_code, places.country_code) as country_code,
        coalesce(lexicon.latitude, places.latitude) as latitude,
        coalesce(lexicon.longitude, places.longitude) as longitude,
        coalesce(lexicon.geonames_id, places.geonames_id) as geonames_id,
        places.admin1,
        places.admin1_id
    from named
    left join lexicon_entities as lexicon using (entity_id)
    left join stg_places as places using (entity_id)
),

central as (
    select entity_id, community_id, degree, weighted_degree, pagerank
    from centrality
    where scope = 'sentence'
),

final as (
    select
        placed.*,
        countries.country_id,
        central.community_id,
        coalesce(central.degree, 0) as degree,
        coalesce(central.weighted_degree, 0) as weighted_degree,
        central.pagerank
    from placed
    left join stg_countries as countries using (country_code)
    left join central using (entity_id)
)

select * from final
