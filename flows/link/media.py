"""Media in source lines: there `(Times)` is the newspaper, and `(Guardian)` The Guardian.

A name that the lexicon gives to a medium with a qualifier (`The Times (newspaper)`, `PTI (news
agency)`) or an article means something else in most places; in a source line it means the medium,
if just one is called so.
"""

from functools import lru_cache

import polars as pl

from flows.lexicon import Lexicon
from flows.link.spelling import spelling

_SURE = 0.9
_ARTICLE = r"^(?i:the) "
_QUALIFIER = r" \([^()]+\)$"


def name_media(found: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Names with the media that those of nothing else, or of something else, mean in source lines.

    Reads is_credit, entity_subkind and name, and changes entity_id, entity_name, entity_kind,
    entity_subkind, kind, subkind (basis `alias`, confidence 0.9).
    """
    asked = found["is_credit"] & found["entity_subkind"].ne_missing("media")
    if not asked.any():
        return found
    names = found["name"].filter(asked).unique()
    keys = pl.DataFrame({"name": names, "key": _key(names)})
    media = keys.join(_media(lexicon), on="key").drop("key").with_columns(is_credit=True)
    is_medium = pl.col("entity_subkind").ne_missing("media") & pl.col("medium_id").is_not_null()
    column = {
        "entity_id": "medium_id",
        "entity_name": "medium",
        "entity_kind": pl.lit("organization"),
        "entity_subkind": pl.lit("media"),
        "kind": pl.lit("organization"),
        "subkind": pl.lit("media"),
        "basis": pl.lit("alias"),
        "confidence": pl.lit(_SURE),
    }
    return (
        found.join(media, on=["name", "is_credit"], how="left", maintain_order="left")
        .with_columns(
            pl.when(is_medium).then(value).otherwise(name).alias(name)
            for name, value in column.items()
        )
        .drop("medium", "medium_id")
    )


@lru_cache(maxsize=4)
def _media(lexicon: Lexicon) -> pl.DataFrame:
    """Key, id and name (medium_id, medium) of the media that alone are called so."""
    media = lexicon.entities.filter(subkind="media").select(medium_id="entity_id", medium="name")
    called = lexicon.aliases.join(media, left_on="entity_id", right_on="medium_id")
    words = pl.concat([media, called.select(medium_id="entity_id", medium="alias")])
    keyed = pl.DataFrame({"key": _key(words["medium"]), "medium_id": words["medium_id"]}).unique()
    return keyed.filter(pl.len().over("key") == 1).join(media, on="medium_id").sort("key")


def _key(names: pl.Series) -> pl.Series:
    bare = names.str.replace(_QUALIFIER, "").str.replace(_ARTICLE, "")
    return spelling(bare, "marks")
