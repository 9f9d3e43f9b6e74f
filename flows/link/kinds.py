"""Names across texts: one name that several texts take for different kinds of thing is one entity.

A tagger that sees a name in one sentence may take a president for a party. So names of two words
and more, letter for letter the same, are one, of the kind in which texts name them most surely: the
confidence of their mentions decides, added up by kind, and of two that are even the kind that is
first by the alphabet. Names of one word stay apart by kind, as many are two (Jordan), and so do
names that are several entities of the kind that decides (towns of one name).
"""

import polars as pl

from flows.link.identity import PREFIX

#: How sure it is that they are one.
SCORE = 0.8


def to_one_kind(names: pl.DataFrame, distinct: pl.DataFrame) -> pl.DataFrame:
    """Which open names go to the entity of the same name and another kind.

    Reads names (entity_id, name, kind, weight: the confidence of its mentions, added up; one row
    an entity of the corpus) and the lexicon's distinct names (name, other); a name that is there
    with itself keeps its kinds. Returns from_id, to_id; no to_id is a from_id.
    """
    whole = distinct.filter(pl.col("name") == pl.col("other"))
    several = names.filter(pl.col("name").str.contains(" ", literal=True)).join(
        whole, on="name", how="anti", maintain_order="left"
    )
    by_kind = several.group_by("name", "kind").agg(
        pl.col("weight").sum(), to_id=pl.col("entity_id").first(), n=pl.len()
    )
    decided = (
        by_kind.sort("name", "weight", "kind", descending=[False, True, False])
        .unique("name", keep="first", maintain_order=True)
        .filter(pl.col("n") == 1)
    )
    return (
        several.filter(pl.col("entity_id").str.starts_with(PREFIX))
        .join(decided.select("name", "to_id", to_kind="kind"), on="name", maintain_order="left")
        .filter(pl.col("kind") != pl.col("to_kind"))
        .select("to_id", from_id="entity_id")
    )
