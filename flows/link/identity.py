"""Ids of entities outside the lexicon."""

import hashlib

import polars as pl

PREFIX = "name:"


def name_id(kind: str, name: str) -> str:
    """The id of a kind and a canonical name."""
    return PREFIX + hashlib.sha256(f"{kind}\0{name}".encode()).hexdigest()[:16]


def name_ids(names: pl.DataFrame) -> pl.DataFrame:
    """Fill in `entity_id` where it is null, from `entity_kind` and `name`."""
    key = ["entity_kind", "name"]
    new = names.filter(pl.col("entity_id").is_null()).select(key).unique(maintain_order=True)
    ids = pl.Series("new_id", [name_id(kind, name) for kind, name in new.iter_rows()], pl.String)
    return (
        names.join(new.with_columns(ids), on=key, how="left", maintain_order="left")
        .with_columns(entity_id=pl.coalesce("entity_id", "new_id"))
        .drop("new_id")
    )
