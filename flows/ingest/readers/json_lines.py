"""JSON lines: one object per line."""

from collections.abc import Iterator
from typing import Final

import polars as pl
import pyarrow as pa

from flows.ingest.batch import Batch, SourceFile
from flows.ingest.decode import transcoded
from flows.ingest.documents import METADATA, RECORDS, Assembler, no_text_field, split
from flows.ingest.engine import query
from flows.ingest.lines import LineDecoder, chunks, long_line
from flows.ingest.options import ReadOptions
from flows.ingest.streams import blocks

#: Characters of a malformed line that its rejection quotes.
_EXCERPT: Final = 60


def read_json_lines(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """Batches of a JSON lines file; blank lines are ignored.

    Memory holds one chunk of lines, however long the file. Identity is the record's id, else its
    address, else its line number. Raises BadInputError where the file
    breaks, after the records before.
    """
    marked, stream = transcoded(blocks(file, options.max_file_bytes))
    decoder, assembler = LineDecoder(marked), Assembler(file, options)
    text_field_known = False
    for chunk in chunks(stream, options.batch_bytes, options.max_record_bytes):
        if chunk.dropped:
            yield assembler.batch(RECORDS.to_frame(), long_line(chunk))
            continue
        lines, undecodable = decoder.lines(chunk)
        objects, malformed = _objects(lines)
        table = objects.select("line").to_arrow()
        keys = _keys(table)
        if keys and not text_field_known:
            if not options.columns("text", keys):
                raise no_text_field(keys, options)
            text_field_known = True
        records = _records(objects, table, keys, options)
        rejected = pl.concat([undecodable, malformed])
        for part in split(records, options.batch_bytes):
            yield assembler.batch(part, rejected)
            rejected = rejected.clear()


def _objects(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines that hold a JSON object, and (record_no, reason, detail) of the others."""
    lines = lines.filter(pl.col("line").str.contains(r"\S"))
    kinds = query(
        "select case when json_valid(line) then json_type(line) end as kind from input",
        lines.select("line").to_arrow(),
    )
    judged = lines.hstack(kinds)
    is_object = pl.col("kind").eq_missing("OBJECT")
    what = pl.when(pl.col("kind").is_null()).then(pl.lit("no valid JSON"))
    excerpt = pl.col("line").str.strip_chars().str.slice(0, _EXCERPT)
    malformed = judged.filter(~is_object).select(
        "record_no",
        reason=pl.lit("malformed_record"),
        detail=pl.format(
            "Line {} is {}, but each line must be one JSON object; it begins: {}",
            "record_no",
            what.otherwise(pl.format("a JSON {}", pl.col("kind").str.to_lowercase())),
            excerpt,
        ),
    )
    return judged.filter(is_object).drop("kind"), malformed


def _keys(table: pa.Table) -> list[str]:
    """All keys of the objects in column `line`."""
    keys = "select distinct unnest(json_keys(line)) as key from input order by key"
    return query(keys, table)["key"].to_list()


def _records(
    objects: pl.DataFrame, table: pa.Table, keys: list[str], options: ReadOptions
) -> pl.DataFrame:
    """Columns RECORDS of the objects, whose column `line` is also in the table."""
    fields = {role: options.columns(role, keys) for role in ("text", *METADATA)}
    names = list(dict.fromkeys(name for found in fields.values() for name in found))
    place = {name: str(number) for number, name in enumerate(names)}
    values = _extracted(table, [*map(_pointer, names)], len(fields["text"]))
    texts = [(pl.col(place[name]), pl.col(f"type_{place[name]}")) for name in fields["text"]]
    strings = [pl.when(kind == "VARCHAR").then(value) for value, kind in texts]
    kinds = pl.coalesce([kind for _, kind in texts] or [pl.lit(None, pl.String)])
    metadata = {
        column: pl.coalesce(
            [pl.col(place[name]) for name in fields[role]] or [pl.lit(None, pl.String)]
        )
        for role, column in METADATA.items()
    }
    filled = [pl.when(text.str.contains(r"\S")).then(text) for text in strings]
    return (
        objects.drop("line")
        .hstack(values.get_columns())
        .select(
            "record_no",
            text=pl.coalesce(filled or [pl.lit(None, pl.String)]),
            problem=_problem(kinds, options),
            encoding="encoding",
            **metadata,
        )
        .cast(RECORDS)
    )


def _extracted(table: pa.Table, pointers: list[str], n_texts: int) -> pl.DataFrame:
    """The value behind each pointer as a string, and the JSON type of the first `n_texts`."""
    if not pointers:
        return pl.DataFrame()
    values = [f'found[{n + 1}] as "{n}"' for n in range(len(pointers))]
    types = [f'types[{n + 1}] as "type_{n}"' for n in range(n_texts)]
    sql = f"""
        select {", ".join([*values, *types])}
        from (
            select json_extract_string(line, $pointers) as found,
                json_type(line, $texts) as types
            from input
        )
    """
    return query(sql, table, {"pointers": pointers, "texts": pointers[:n_texts]})


def _problem(kind: pl.Expr, options: ReadOptions) -> pl.Expr:
    looked_for = options.wanted("text")
    return (
        pl.when(kind.is_null())
        .then(pl.lit(f"The record has no field for the text (looked for: {looked_for})."))
        .when(kind == "NULL")
        .then(pl.lit("The text is null."))
        .when(kind != "VARCHAR")
        .then(pl.format("The text is a JSON {}, not a string.", kind.str.to_lowercase()))
    )


def _pointer(name: str) -> str:
    """JSON pointer (RFC 6901) to a field of the record; unlike a path, it has no wildcards."""
    return "/" + name.replace("~", "~0").replace("/", "~1")
