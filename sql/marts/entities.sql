-- grain: one canonical entity that a text names
-- Attributes come from the lexicon, those of places that it does not tell from the gazetteer; an
-- entity that neither knows has a name and a kind. Its place in the network is that in sentences.
with

named as (
    select
        entity_id,
        any_value(entity_no) as entity_no,
        min(name) as name,
        min(kind) as kind,
        min(subkind) as subkind,
        sum(n_mentions) as n_mentions
    from stg_identities
    group by entity_id
),

-- Source lines are texts that name it, too.
in_texts as (
    select
        named.entity_no,
        count(*) as n_documents,
        count(*) - count(stories.story_no) + count(distinct stories.story_no) as n_stories
    from (select distinct doc_no, entity_no from stg_mentions) as named
    left join stg_stories as stories using (doc_no)
    group by named.entity_no
),

placed as (
    select
        named.*,
        in_texts.n_documents,
        in_texts.n_stories,
        coalesce(lexicon.country_code, places.country_code) as country_code,
        coalesce(lexicon.latitude, places.latitude) as latitude,
        coalesce(lexicon.longitude, places.longitude) as longitude,
        coalesce(lexicon.geonames_id, places.geonames_id) as geonames_id,
        places.admin1,
        places.admin1_id
    from named
    inner join in_texts using (entity_no)
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
