-- The texts are those the ledger says were loaded: none is lost and no removed one is left.
select
    coalesce(documents.doc_id, ledger.doc_id) as doc_id,
    if(ledger.doc_id is null, 'not in the ledger', 'lost, or another version') as problem
from documents
full join (select * from ledger where outcome = 'loaded') as ledger using (doc_id)
where documents.doc_id is null
    or ledger.doc_id is null
    or documents.content_sha256 <> ledger.content_sha256
