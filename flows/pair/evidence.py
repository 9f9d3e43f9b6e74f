"""Pairs of entities that a sentence names together."""

import polars as pl


def pair(mentions: pl.DataFrame) -> pl.DataFrame:
    """One row per unordered pair of distinct entities per sentence (contract Evidence).

    Reads doc_id, sentence_no, entity_id, start, end. Of all mentions of the two entities in the
    sentence, the two with the fewest characters between them stand for the pair; of equally close
    ones the earlier. Rows are ordered by doc_id, sentence_no, entity_a, entity_b.
    """
    entities = mentions["entity_id"].unique().sort()
    docs = mentions["doc_id"].unique().sort()
    named = mentions.select(
        pl.col("doc_id").cast(pl.Enum(docs)),
        "sentence_no",
        pl.col("entity_id").cast(pl.Enum(entities)),
        "start",
        "end",
    )
    pairs = _closest(named)
    return pairs.select(
        pl.col("doc_id").cast(pl.String),
        "sentence_no",
        entity_a=pl.col("entity_id").cast(pl.String),
        entity_b=pl.col("entity_id_b").cast(pl.String),
        start_a="start",
        start_b="start_b",
    )


def _closest(named: pl.DataFrame) -> pl.DataFrame:
    """The closest two mentions of every pair of entities in a sentence."""
    sentence = ["doc_id", "sentence_no"]
    key = [*sentence, "entity_id", "entity_id_b"]
    between = pl.max_horizontal("start", "start_b") - pl.min_horizontal("end", "end_b")
    return (
        named.join(named, on=sentence, suffix="_b")
        .filter(pl.col("entity_id").to_physical() < pl.col("entity_id_b").to_physical())
        .with_columns(between=between)
        .sort(
            *(pl.col(name).to_physical() for name in key),
            "between",
            pl.min_horizontal("start", "start_b"),
            "start",
        )
        .unique(key, keep="first", maintain_order=True)
    )
