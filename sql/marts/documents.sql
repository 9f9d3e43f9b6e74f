-- grain: one text
select * from stg_documents
