"""Ids of entities outside the lexicon, and mentions that take the entity of another."""

import hashlib

import numpy as np
import polars as pl

PREFIX = "name:"
_ENTITY = ["entity_id", "name", "entity_kind", "entity_subkind"]


def name_id(kind: str, name: str) -> str:
    """The id of a kind and a canonical name."""
    return PREFIX + hashlib.sha256(f"{kind}\0{name}".encode()).hexdigest()[:16]


def name_ids(names: pl.DataFrame) -> pl.DataFrame:
    """Fill in `entity_id` where it is null, from `entity_kind` and `name`."""
    key = ["entity_kind", "name"]
    new = names.filter(pl.col("entity_id").is_null()).select(key).unique(maintain_order=True)
    pairs = zip(new["entity_kind"].to_list(), new["name"].to_list(), strict=True)
    ids = pl.Series("new_id", [name_id(*pair) for pair in pairs], pl.String)
    return (
        names.join(new.with_columns(ids), on=key, how="left", maintain_order="left")
        .with_columns(entity_id=pl.coalesce("entity_id", "new_id"))
        .drop("new_id")
    )


def adopt(
    mentions: pl.DataFrame, rows: np.ndarray, sources: np.ndarray, basis: str, most: float
) -> pl.DataFrame:
    """Mentions (by row number) with the entity of others, and the kind that it has.

    They are worth what their own words were worth, but `most` at most.
    """
    if not len(rows):
        return mentions
    of = np.arange(mentions.height)
    of[rows] = sources
    changed = np.zeros(mentions.height, dtype=bool)
    changed[rows] = True
    flag = pl.lit(pl.Series(changed))
    return mentions.with_columns(mentions.select(_ENTITY)[of]).with_columns(
        basis=pl.when(flag).then(pl.lit(basis)).otherwise("basis"),
        kind=pl.when(flag).then("entity_kind").otherwise("kind"),
        subkind=pl.when(flag).then("entity_subkind").otherwise("subkind"),
        confidence=pl.when(flag)
        .then(pl.min_horizontal("confidence", most))
        .otherwise("confidence"),
    )
