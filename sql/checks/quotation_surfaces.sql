-- Every quotation and every cue quotes its text, from its sentence on: text[start:end] = surface.
-- Texts are cut into overlapping pieces first, as in mention_surfaces.
with

spans as (
    select doc_id, sentence_no, "start", "end", surface from quotations
    union all
    select distinct doc_id, sentence_no, cue_start, cue_end, cue from evidence where cue is not null
),

longest as (
    select coalesce(max("end" - "start"), 0) as n from spans
),

cut as (
    select
        documents.doc_id,
        unnest(range(0, documents.n_chars, 2000)) // 2000 as piece_no,
        unnest(list_transform(
            range(0, documents.n_chars, 2000),
            lambda first: substring(documents.text, first + 1, 2000 + longest.n)
        )) as piece
    from documents
    cross join longest
    semi join spans on documents.doc_id = spans.doc_id
),

final as (
    select spans.*
    from spans
    left join sentences using (doc_id, sentence_no)
    left join cut
        on spans.doc_id = cut.doc_id and spans."start" // 2000 = cut.piece_no
    where substring(cut.piece, spans."start" % 2000 + 1, spans."end" - spans."start")
        is distinct from spans.surface
        or sentences.doc_id is null
        or spans."start" not between sentences."start" and sentences."end"
)

select * from final
