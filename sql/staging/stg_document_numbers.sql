-- grain: one live text
-- kept as: table
-- With the story it belongs to: the number of the story's first text, null for a text that shares
-- its story with no other, so that counting stories costs nothing where there is no syndication.
select live.doc_id, live.part, live.doc_no, live.publisher_no, stories.story_no
from stg_live_documents as live
left join stg_stories as stories using (doc_no)
