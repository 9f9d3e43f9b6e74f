"""Pairs of entities that a sentence names together, and what it says of their sides."""

import numpy as np
import polars as pl

from flows.categories import MODALITIES
from flows.extract.arrays import ranges
from flows.extract.tokens import encode

_SENTENCE = ("doc_id", "sentence_no")
_PAIR = (*_SENTENCE, "entity_a", "entity_b")


def pair(mentions: pl.DataFrame, stances: pl.DataFrame) -> pl.DataFrame:
    """One row per unordered pair of distinct entities per sentence (contract Evidence).

    Reads doc_id, sentence_no, entity_id, start, end, modality of mentions, and stances as made by
    `flows.pair.stance`. Of all mentions of the two entities in the sentence, the two with the
    fewest characters between them stand for the pair; of equally close ones the earlier. Rows are
    ordered by doc_id, sentence_no, entity_a, entity_b.
    """
    docs, doc = _ranked(mentions["doc_id"])
    entities, entity = _ranked(mentions["entity_id"])
    named = mentions.select(
        "sentence_no",
        "start",
        "end",
        doc=pl.Series(doc),
        entity=pl.Series(entity),
        strength=pl.col("modality").cast(pl.Enum(MODALITIES)).to_physical(),
    )
    pairs = _closest(named.sort("doc", "sentence_no", maintain_order=True))
    pairs = pairs.select(
        docs.gather(pairs["doc"]),
        "sentence_no",
        entities.gather(pairs["entity"]).alias("entity_a"),
        entities.gather(pairs["entity_b"]).alias("entity_b"),
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


def _ranked(strings: pl.Series) -> tuple[pl.Series, np.ndarray]:
    """Distinct strings in order, and each string's place among them."""
    distinct, codes = encode(strings)
    order = distinct.arg_sort().to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return distinct.gather(order), rank[codes]


def _closest(named: pl.DataFrame) -> pl.DataFrame:
    """The closest two mentions of every pair of entities in a sentence; mentions by sentence."""
    key = ["doc", "sentence_no", "entity", "entity_b"]
    one, other = _together(named)
    entity = named["entity"].to_numpy()
    one, other = one[entity[one] != entity[other]], other[entity[one] != entity[other]]
    in_order = entity[one] < entity[other]
    first, second = np.where(in_order, one, other), np.where(in_order, other, one)
    behind = named[second].select(pl.exclude("doc", "sentence_no").name.suffix("_b"))
    pairs = (
        pl.concat([named[first], behind], how="horizontal")
        .with_columns(
            between=pl.max_horizontal("start", "start_b") - pl.min_horizontal("end", "end_b"),
            earlier=pl.min_horizontal("start", "start_b"),
        )
        .sort(*key, "between", "earlier", "start")
    )
    return pairs.filter(pl.any_horizontal(pl.col(key) != pl.col(key).shift()).fill_null(value=True))


def _together(named: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Rows of every two mentions in one sentence; the mentions of a sentence lie together."""
    is_first = (named["doc"].diff() != 0) | (named["sentence_no"].diff() != 0)
    first = np.flatnonzero(is_first.fill_null(value=True).to_numpy())
    size = np.diff(first, append=named.height)
    row = np.arange(named.height)
    behind = np.repeat(first + size, size) - row - 1
    return np.repeat(row, behind), ranges(row + 1, behind)
