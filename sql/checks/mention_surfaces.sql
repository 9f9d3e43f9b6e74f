-- Every mention quotes its text: text[start:end] = surface.
-- A text is cut into overlapping pieces first, because finding character n of a long text walks
-- over all that precede it.
with

longest as (
    select coalesce(max("end" - "start"), 0) as n from mentions
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
    select mentions.doc_id, mentions."start", mentions."end", mentions.surface
    from mentions
    left join cut
        on mentions.doc_id = cut.doc_id and mentions."start" // 2000 = cut.piece_no
    where substring(cut.piece, mentions."start" % 2000 + 1, mentions."end" - mentions."start")
        is distinct from mentions.surface
)

select * from final
