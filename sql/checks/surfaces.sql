-- Whatever quotes a text quotes it: text[start:end] = surface.
-- Texts are cut into overlapping pieces first, because finding character n of a long text walks
-- over all that precede it; the few spans longer than the overlap are looked up in the whole text.
with

spans as (
    select 'mentions' as dataset, doc_id, "start", "end", surface from mentions
    union all
    select 'dates', doc_id, "start", "end", surface from dates
    union all
    select 'quantities', doc_id, "start", "end", surface from quantities
    union all
    select 'quotations', doc_id, "start", "end", surface from quotations
    union all
    select distinct 'evidence', doc_id, cue_start, cue_end, cue from evidence where cue is not null
),

overlap as (
    select coalesce(max("end" - "start"), 0) as n from spans where "end" - "start" <= 500
),

cut as (
    select
        documents.doc_id,
        unnest(range(0, documents.n_chars, 2000)) // 2000 as piece_no,
        unnest(list_transform(
            range(0, documents.n_chars, 2000),
            lambda first: substring(documents.text, first + 1, 2000 + overlap.n)
        )) as piece
    from documents
    cross join overlap
),

quoted as (
    select
        spans.*,
        substring(cut.piece, spans."start" % 2000 + 1, spans."end" - spans."start") as quotation
    from spans
    left join cut
        on spans.doc_id = cut.doc_id and spans."start" // 2000 = cut.piece_no
    where spans."end" - spans."start" <= 500

    union all

    select
        spans.*,
        substring(documents.text, spans."start" + 1, spans."end" - spans."start") as quotation
    from spans
    left join documents using (doc_id)
    where spans."end" - spans."start" > 500
),

final as (
    select * from quoted where quotation is distinct from surface
)

select * from final
