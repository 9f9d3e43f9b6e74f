-- grain: one text
-- kept as: table
-- publisher_no is null where the publisher is unknown.
select
    doc_id,
    cast(row_number() over (order by doc_id) as integer) as doc_no,
    if(publisher is null, null, cast(dense_rank() over (order by publisher) as integer))
        as publisher_no
from stg_documents
