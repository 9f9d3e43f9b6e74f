"""Which entity a mention names.

- A lexicon match names the alias's entity. A demonym ("Iranian") is a mention of kind group,
  subkind nationality, whose entity is the country; `entity_kind` says what the entity is.
- An open name is its own entity, `name:` and 16 hex digits of the SHA-256 of kind, NUL and
  canonical name (white space folded, apostrophes straight).
- An open name of one word goes to the one longer name of its kind in the document that it is
  short for (basis short): for a person the last word, for an organization the first.

Confidence of lexicon matches: 0.98 for aliases matched letter for letter, 0.95 for proper ones,
0.8 for those in any case, 0.1 less for a proper alias of one word of up to three letters. A short
form is worth what its own words were worth, but 0.9 at most.
"""

from functools import lru_cache

import polars as pl

from flows.lexicon import Lexicon
from flows.link.identity import name_ids

_CASE_CONFIDENCE = {"exact": 0.98, "proper": 0.95, "any": 0.8}
_TINY = 3
_TINY_LESS = 0.1
_SHORT_MOST = 0.9
_SHORTENED = ("person", "organization")


def is_person(found: pl.DataFrame, lexicon: Lexicon) -> pl.Series:
    """Whether each found name (`alias`: row in `lexicon.aliases`) is a person of the lexicon."""
    return _aliases(lexicon)["entity_kind"].gather(found["alias"]).eq_missing("person")


def link(found: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Entities of found names.

    Reads doc, name, alias, kind, subkind, confidence, n_words, and the codes first_word and
    last_word; keeps all columns and fills in or adds kind, subkind, confidence, method, basis,
    entity_id, name (now the entity's canonical name), entity_kind and entity_subkind.
    """
    is_open = pl.col("alias").is_null()
    known = pl.concat(
        [found, _aliases(lexicon).select(pl.all().gather(found["alias"]))], how="horizontal"
    )
    own = known.with_columns(
        method=pl.when(is_open).then(pl.lit("names")).otherwise(pl.lit("lexicon")),
        basis=pl.coalesce("basis", pl.lit("name")),
        kind=pl.coalesce("kind", "mention_kind"),
        subkind=pl.coalesce("subkind", "mention_subkind"),
        confidence=pl.coalesce("confidence", "match_confidence"),
        name=pl.coalesce("entity_name", "name"),
        entity_kind=pl.coalesce("entity_kind", "kind"),
        entity_subkind=pl.coalesce("entity_subkind", "subkind"),
    )
    return _shorten(name_ids(own)).drop(
        "entity_name", "mention_kind", "mention_subkind", "match_confidence"
    )


@lru_cache(maxsize=4)
def _aliases(lexicon: Lexicon) -> pl.DataFrame:
    """What the lexicon says about each alias, in its order."""
    demonym = pl.col("basis") == "demonym"
    tiny = (pl.col("alias").str.len_chars() <= _TINY) & (pl.col("case") == "proper")
    confidence = pl.col("case").replace_strict(_CASE_CONFIDENCE, return_dtype=pl.Float64)
    entities = lexicon.entities
    return lexicon.aliases.join(entities, on="entity_id", how="left", maintain_order="left").select(
        "entity_id",
        "basis",
        entity_name="name",
        entity_kind="kind",
        entity_subkind="subkind",
        mention_kind=pl.when(demonym).then(pl.lit("group")).otherwise("kind"),
        mention_subkind=pl.when(demonym).then(pl.lit("nationality")).otherwise("subkind"),
        match_confidence=(confidence - _TINY_LESS * tiny).round(2),
    )


def _shorten(own: pl.DataFrame) -> pl.DataFrame:
    """Open names of one word to the longer name in their document that they are short for."""
    word = pl.when(pl.col("entity_kind") == "person").then("last_word").otherwise("first_word")
    keys = ["doc", "word", "entity_kind"]
    nameable = (
        own.with_row_index("row")
        .with_columns(word=word)
        .filter(pl.col("entity_kind").is_in(_SHORTENED) & (pl.col("basis") != "demonym"))
    )
    is_short = pl.col("alias").is_null() & (pl.col("n_words") == 1)
    several = pl.col("first") < pl.col("last")
    targets = (
        nameable.filter(several & ~is_short)
        .group_by(keys)
        .agg(
            pl.col("entity_id").n_unique().alias("n"),
            pl.col("row").first().alias("long_row"),
        )
        .filter(pl.col("n") == 1)
    )
    hits = nameable.filter(is_short).join(targets, on=keys).sort("row").select("row", "long_row")
    return _adopt(own, hits["row"], hits["long_row"])


def _adopt(own: pl.DataFrame, rows: pl.Series, long_rows: pl.Series) -> pl.DataFrame:
    """Rows with the entity of other rows."""
    place = pl.int_range(pl.len(), dtype=pl.UInt32)
    source = own.select(place.alias("row")).to_series().scatter(rows, long_rows)
    entity = ["entity_id", "name", "entity_subkind"]
    short = pl.Series([False]).new_from_index(0, own.height).scatter(rows, True)
    return own.with_columns(own.select(entity)[source]).with_columns(
        basis=pl.when(short).then(pl.lit("short")).otherwise("basis"),
        confidence=pl.when(short)
        .then(pl.min_horizontal("confidence", _SHORT_MOST))
        .otherwise("confidence"),
    )
