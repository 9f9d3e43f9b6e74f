-- grain: one live text
-- kept as: table
-- A part keeps former selves of a text until it is collected; the ledger knows the live one, so
-- joining parts to this table leaves the live rows. publisher_no is null where it is unknown.
select
    documents.doc_id,
    documents.part,
    documents.content_sha256,
    cast(documents.published_at as date) as day,
    cast(row_number() over (order by documents.doc_id) as integer) as doc_no,
    if(
        documents.publisher is null,
        null,
        cast(dense_rank() over (order by documents.publisher) as integer)
    ) as publisher_no
from part_documents as documents
semi join ledger
    on documents.doc_id = ledger.doc_id
    and documents.part = ledger.part
    and ledger.outcome = 'loaded'
