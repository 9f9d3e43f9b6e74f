-- Every text is the one that was read: its hash and its length fit.
select doc_id, content_sha256, n_chars
from documents
where sha256(text) <> content_sha256 or length(text) <> n_chars
