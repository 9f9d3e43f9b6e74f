"""The time of a sentence: what its own expressions say, else the day of its text."""

import polars as pl


def date_sentences(
    sentences: pl.DataFrame, dates: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    """Sentences with date_from, date_to (Date) and date_basis (String).

    The first date or time with an interval gives them; a sentence without any has the day its
    text was published, basis document_date, or null where that is unknown.
    """
    own = (
        dates.filter(pl.col("date_from").is_not_null())
        .sort(~pl.col("kind").is_in(["date", "time"]), maintain_order=True)
        .unique(["doc_id", "sentence_no"], keep="first", maintain_order=True)
        .select("doc_id", "sentence_no", "date_from", "date_to", date_basis="basis")
    )
    if "published_at" in documents.columns:
        day = documents.select("doc_id", day=pl.col("published_at").dt.date())
    else:
        day = documents.select("doc_id", day=pl.lit(None, dtype=pl.Date))
    joined = sentences.join(
        own, on=["doc_id", "sentence_no"], how="left", maintain_order="left"
    ).join(day, on="doc_id", how="left", maintain_order="left")
    whole = pl.col("date_from").is_null()
    return joined.with_columns(
        date_basis=pl.when(whole & pl.col("day").is_not_null())
        .then(pl.lit("document_date"))
        .otherwise("date_basis"),
        date_from=pl.coalesce("date_from", "day"),
        date_to=pl.coalesce("date_to", "day"),
    ).drop("day")
