-- Every text has the length that its offsets were counted in.
select doc_id, n_chars, length(text) as found
from documents
where length(text) <> n_chars or body_start > n_chars
