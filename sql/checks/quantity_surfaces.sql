-- Every quantity quotes its text: text[start:end] = surface.
-- A text is cut into overlapping pieces first, because finding character n of a long text walks
-- over all that precede it.
with

longest as (
    select coalesce(max("end" - "start"), 0) as n from quantities
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
),

final as (
    select quantities.doc_id, quantities."start", quantities."end", quantities.surface
    from quantities
    left join cut
        on quantities.doc_id = cut.doc_id and quantities."start" // 2000 = cut.piece_no
    where substring(cut.piece, quantities."start" % 2000 + 1, quantities."end" - quantities."start")
        is distinct from quantities.surface
)

select * from final
