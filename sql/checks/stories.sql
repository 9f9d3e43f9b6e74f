-- Every story is called by a text of its own, and no count of stories exceeds that of texts.
select 'documents' as dataset, story_id as entity_a, null as entity_b
from documents
where story_id not in (select doc_id from documents where doc_id = story_id)
union all
select 'entities', entity_id, null from entities where n_stories > n_documents
union all
select 'cooccurrences', entity_a, entity_b from cooccurrences where n_stories > n_documents
union all
select 'timeline', entity_a, entity_b from timeline where n_stories > n_documents
