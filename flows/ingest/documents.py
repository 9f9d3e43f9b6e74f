"""Records as strings -> texts of contract ReadDocuments; every record is kept or rejected."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from flows.ingest.batch import (
    DOCUMENTS,
    WARNINGS,
    BadInputError,
    Batch,
    SourceFile,
    rejected_records,
)
from flows.ingest.dates import parse_dates
from flows.ingest.engine import sha256_columns
from flows.ingest.names import escaped
from flows.ingest.options import ReadOptions

#: Roles of a record besides its text, and the columns of ReadDocuments they fill.
METADATA: Final = {
    "title": "title",
    "id": "external_id",
    "url": "url",
    "published_at": "published_raw",
    "publisher": "publisher",
    "language": "language",
}
#: Columns that a reader hands to `Assembler.batch`; `problem` says why there is no text.
RECORDS: Final = pl.Schema(
    {
        "record_no": pl.Int64,
        "text": pl.String,
        "problem": pl.String,
        "encoding": pl.String,
        **dict.fromkeys(METADATA.values(), pl.String),
    }
)


class Assembler:
    """Makes batches of one record file and remembers which identities it has seen in it."""

    def __init__(self, file: SourceFile, options: ReadOptions) -> None:
        self.file = file
        self.options = options
        self._seen: set[str] = set()

    def batch(self, records: pl.DataFrame, rejected: pl.DataFrame | None = None) -> Batch:
        """One batch from columns RECORDS; `rejected` (record_no, reason, detail) goes with it."""
        keyed = self._with_identity(records.with_columns(_blank_to_null()))
        judged = self._judged(keyed)
        good = judged.filter(pl.col("reason").is_null())
        bad = judged.filter(pl.col("reason").is_not_null()).select("record_no", "reason", "detail")
        refused = bad if rejected is None else pl.concat([bad, rejected]).sort("record_no")
        good = good.with_columns(
            published_at=parse_dates(good["published_raw"]), source_uri=self._source_uri()
        )
        return Batch(
            self._documents(good),
            rejected_records(self.file, refused),
            _date_warnings(good),
        )

    def _with_identity(self, records: pl.DataFrame) -> pl.DataFrame:
        """Adds key, doc_id and content_sha256.

        A line number is hashed behind a NUL, which no key holds: record 5 is not the id "5".
        """
        records = records.with_columns(key=escaped(pl.coalesce("external_id", "url")))
        name = pl.lit(f"{self.file.root}\0{self.file.path}\0")
        number = pl.format("\0{}", "record_no")
        identity = name + pl.coalesce("key", number)
        hashed = sha256_columns(
            records.select(doc_id=identity, content_sha256=pl.col("text")),
        )
        return records.hstack(hashed.with_columns(pl.col("doc_id").str.slice(0, 16)))

    def _judged(self, records: pl.DataFrame) -> pl.DataFrame:
        """Adds reason and detail, null for a record that is taken."""
        limit = self.options.max_document_chars
        text, n_chars = pl.col("text"), pl.col("n_chars")
        missing = text.is_null() | (text.str.strip_chars().str.len_bytes() == 0)
        reason = (
            pl.when(missing)
            .then(pl.lit("missing_text"))
            .when(n_chars > limit)
            .then(pl.lit("too_long"))
            .when(text.str.contains("\0", literal=True))
            .then(pl.lit("binary"))
        )
        detail = (
            pl.when(pl.col("reason") == "missing_text")
            .then(pl.coalesce("problem", pl.lit("The text is empty.")))
            .when(pl.col("reason") == "too_long")
            .then(pl.format(f"The text has {{}} characters; the limit is {limit}.", "n_chars"))
            .when(pl.col("reason") == "binary")
            .then(pl.lit("The text holds NUL characters, so it is no text."))
        )
        judged = records.with_columns(n_chars=text.str.len_chars().cast(pl.Int64))
        judged = judged.with_columns(reason=reason).with_columns(detail=detail)
        return self._without_repeats(judged)

    def _without_repeats(self, judged: pl.DataFrame) -> pl.DataFrame:
        """Marks all but the first good record of an identity."""
        good = judged.filter(pl.col("reason").is_null())
        ids = good["doc_id"].to_list()
        earlier = self._seen.intersection(ids)
        repeated = good.filter(
            ~pl.col("doc_id").is_first_distinct() | pl.col("doc_id").is_in(list(earlier))
        )
        self._seen.update(ids)
        if repeated.is_empty():
            return judged
        mark = pl.col("record_no").is_in(repeated["record_no"].implode())
        detail = pl.format(
            "An earlier record of the file has the same id or address, {}; the first one is kept.",
            "key",
        )
        return judged.with_columns(
            reason=pl.when(mark).then(pl.lit("duplicate_id")).otherwise("reason"),
            detail=pl.when(mark).then(detail).otherwise("detail"),
        )

    def _source_uri(self) -> pl.Expr:
        number = pl.col("record_no").cast(pl.String)
        return pl.format("{}#{}", pl.lit(self.file.uri), pl.coalesce("key", number))

    def _documents(self, good: pl.DataFrame) -> pl.DataFrame:
        stated = pl.col("published_at").is_not_null()
        return good.with_columns(
            root=pl.lit(self.file.root),
            path=pl.lit(self.file.path),
            published_basis=pl.when(stated).then(pl.lit("record")),
            body_start=pl.lit(0, pl.Int32),
            retrieved_at=pl.lit(None),
        ).select(pl.col(name).cast(dtype) for name, dtype in DOCUMENTS.items())


def _blank_to_null() -> list[pl.Expr]:
    columns = (pl.col(name) for name in METADATA.values())
    return [pl.when(c.str.strip_chars().str.len_bytes() > 0).then(c) for c in columns]


def _date_warnings(good: pl.DataFrame) -> pl.DataFrame:
    unread = pl.col("published_raw").is_not_null() & pl.col("published_at").is_null()
    detail = pl.format(
        "`{}` is no date that could be read (use YYYY-MM-DD); published_at stays empty.",
        pl.col("published_raw").str.slice(0, 80),
    )
    return good.filter(unread).select("source_uri", detail=detail).cast(WARNINGS)


def split(records: pl.DataFrame, max_bytes: int) -> list[pl.DataFrame]:
    """The records in one or more runs of about `max_bytes` of text, in their order."""
    n_bytes = records["text"].str.len_bytes().cast(pl.Int64).fill_null(0)
    total = int(n_bytes.sum())
    n_runs = round(total / max_bytes)
    if n_runs < 2:
        return [records]
    run = (n_bytes.cum_sum() - 1).clip(0) * n_runs // total
    return records.with_columns(run=run).partition_by("run", maintain_order=True, include_key=False)


def no_text_field(found: Iterable[str], options: ReadOptions) -> BadInputError:
    """The refusal of a file none of whose columns holds the text."""
    return BadInputError(
        "no_text_field",
        f"No column holds the text (looked for: {options.wanted('text')}; found: "
        f"{', '.join(map(repr, found)) or 'none'}). Say which column is the text.",
    )
