-- grain: one passage of direct or reported speech
select
    quotations.* exclude (speaker_entity_id),
    coalesce(merges.to_id, quotations.speaker_entity_id) as speaker_entity_id,
    live.doc_no as doc_id_no
from part_quotations as quotations
inner join stg_document_numbers as live using (doc_id, part)
left join stg_merges as merges on quotations.speaker_entity_id = merges.from_id
