-- Every date quotes its text: text[start:end] = surface.
-- A text is cut into overlapping pieces first, because finding character n of a long text walks
-- over all that precede it.
with

longest as (
    select coalesce(max("end" - "start"), 0) as n from dates
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
    select dates.doc_id, dates."start", dates."end", dates.surface
    from dates
    left join cut
        on dates.doc_id = cut.doc_id and dates."start" // 2000 = cut.piece_no
    where substring(cut.piece, dates."start" % 2000 + 1, dates."end" - dates."start")
        is distinct from dates.surface
)

select * from final
