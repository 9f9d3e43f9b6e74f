"""Pairs of entities that a sentence names together, and what it says of their sides."""

import polars as pl

from flows.contracts.columns import MODALITIES

_SENTENCE = ("doc_id", "sentence_no")
_PAIR = (*_SENTENCE, "entity_a", "entity_b")


def pair(mentions: pl.DataFrame, stances: pl.DataFrame) -> pl.DataFrame:
    """One row per unordered pair of distinct entities per sentence (contract Evidence).

    Reads doc_id, sentence_no, entity_id, start, end, modality of mentions, and stances as made by
    `flows.pair.stance`. Of all mentions of the two entities in the sentence, the two with the
    fewest characters between them stand for the pair; of equally close ones the earlier. Rows are
    ordered by doc_id, sentence_no, entity_a, entity_b.
    """
    entities = mentions["entity_id"].unique().sort()
    docs = mentions["doc_id"].unique().sort()
    named = mentions.select(
        pl.col("doc_id").cast(pl.Enum(docs)),
        "sentence_no",
        pl.col("entity_id").cast(pl.Enum(entities)),
        "start",
        "end",
        strength=pl.col("modality").cast(pl.Enum(MODALITIES)).to_physical(),
    )
    pairs = _closest(named).select(
        pl.col("doc_id").cast(pl.String),
        "sentence_no",
        entity_a=pl.col("entity_id").cast(pl.String),
        entity_b=pl.col("entity_id_b").cast(pl.String),
        start_a="start",
        start_b="start_b",
        strength=pl.max_horizontal("strength", "strength_b"),
    )
    said = pairs.join(_sides(stances), on=_PAIR, how="left", maintain_order="left")
    strength = pl.max_horizontal("strength", pl.col("cue_strength").fill_null(0))
    return said.select(
        *_PAIR,
        "start_a",
        "start_b",
        modality=strength.replace_strict(dict(enumerate(MODALITIES)), return_dtype=pl.String),
        stance="stance",
        direction="direction",
        cue="cue",
        cue_start="cue_start",
        cue_end="cue_end",
    )


def _sides(stances: pl.DataFrame) -> pl.DataFrame:
    """One stance per pair and sentence, that of the first cue; none where cues disagree."""
    forward = pl.col("source") < pl.col("target")
    toward = pl.when("mutual").then(0).when(forward).then(1).otherwise(2)
    directions = {0: "mutual", 1: "a_to_b", 2: "b_to_a", 3: "mutual"}
    return (
        stances.with_columns(
            entity_a=pl.min_horizontal("source", "target"),
            entity_b=pl.max_horizontal("source", "target"),
            toward=toward,
            strength=pl.col("modality").cast(pl.Enum(MODALITIES)).to_physical(),
        )
        .sort(*_PAIR, "cue_start", "cue_end", "toward", maintain_order=True)
        .group_by(_PAIR, maintain_order=True)
        .agg(
            pl.col("stance", "cue", "cue_start", "cue_end").first(),
            cue_strength=pl.col("strength").first(),
            n_stances=pl.col("stance").n_unique(),
            toward=pl.when((pl.col("toward") == 0).any())
            .then(0)
            .otherwise(pl.col("toward").unique().sum()),
        )
        .filter(pl.col("n_stances") == 1)
        .with_columns(direction=pl.col("toward").replace_strict(directions, return_dtype=pl.String))
        .drop("n_stances", "toward")
    )


def _closest(named: pl.DataFrame) -> pl.DataFrame:
    """The closest two mentions of every pair of entities in a sentence."""
    key = [*_SENTENCE, "entity_id", "entity_id_b"]
    between = pl.max_horizontal("start", "start_b") - pl.min_horizontal("end", "end_b")
    return (
        named.join(named, on=_SENTENCE, suffix="_b")
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
