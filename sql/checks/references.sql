-- Every id leads somewhere: texts, sentences and entities that rows point to exist.
select 'sentences' as dataset, doc_id as missing from sentences anti join documents using (doc_id)
union all
select 'mentions', doc_id from mentions anti join documents using (doc_id)
union all
select 'mentions', entity_id from mentions anti join entities using (entity_id)
union all
select 'aliases', entity_id from aliases anti join entities using (entity_id)
union all
select 'evidence', doc_id from evidence anti join sentences using (doc_id, sentence_no)
union all
select 'dates', doc_id from dates anti join sentences using (doc_id, sentence_no)
union all
select 'quantities', doc_id from quantities anti join sentences using (doc_id, sentence_no)
union all
select 'quotations', doc_id from quotations anti join sentences using (doc_id, sentence_no)
union all
select 'quotations', speaker_entity_id
from quotations
anti join entities on speaker_entity_id = entity_id
where speaker_entity_id is not null
union all
select 'cooccurrences', entity_a from cooccurrences anti join entities on entity_a = entity_id
union all
select 'cooccurrences', entity_b from cooccurrences anti join entities on entity_b = entity_id
union all
select 'centrality', entity_id from centrality anti join entities using (entity_id)
union all
select 'centrality', centrality.community_id
from centrality
anti join entities on centrality.community_id = entities.entity_id
union all
select 'alignments', entity_a from alignments anti join cooccurrences using (entity_a, entity_b)
union all
select 'shifts', entity_a from shifts anti join cooccurrences using (entity_a, entity_b)
union all
select 'timeline', entity_a from timeline anti join entities on entity_a = entity_id
union all
select 'timeline', entity_b
from timeline
anti join entities on entity_b = entity_id
where entity_b is not null
