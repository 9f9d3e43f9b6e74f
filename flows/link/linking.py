"""Which entity a mention names.

- A lexicon match names the alias's entity. A demonym ("Iranian") is a mention of kind group,
  subkind nationality, whose entity is the country; `entity_kind` says what the entity is.
- An open name is its own entity, `name:` and 16 hex digits of the SHA-256 of kind, NUL and
  canonical name (white space folded, apostrophes straight).
- Islamic militants are Islamists (`movements`).
- In source lines a medium is known by a name that elsewhere means something else (`media`).
- A state or government is known by the name of its country (`states`).
- A body of the lexicon may have the name of its country before its own (`bodies`).
- A party with a name that many countries share is that of the document's country (`namesakes`).
- A given name beside a full one is of the same surname (`couples`).
- Acronyms that the document defines (`acronyms`) and short forms (`shortening`) name what the
  document says they do.

Confidence of lexicon matches: 0.98 for aliases matched letter for letter, 0.95 for proper ones,
0.8 for those in any case, 0.1 less for a proper alias of one word of up to three letters. What the
document links is worth what its own words were worth: short forms 0.9 at most, acronyms 0.95.
"""

from functools import lru_cache

import polars as pl

from flows.extract.reading import Reading
from flows.lexicon import Lexicon
from flows.link.acronyms import define
from flows.link.bodies import name_bodies
from flows.link.couples import share_surnames
from flows.link.identity import name_ids
from flows.link.media import name_media
from flows.link.movements import name_movements
from flows.link.namesakes import name_parties
from flows.link.shortening import shorten
from flows.link.states import name_states

_CASE_CONFIDENCE = {"exact": 0.98, "proper": 0.95, "any": 0.8}
_TINY = 3
_TINY_LESS = 0.1


def is_person(found: pl.DataFrame, lexicon: Lexicon) -> pl.Series:
    """Whether each found name (`alias`: row in `lexicon.aliases`) is a person of the lexicon."""
    return _aliases(lexicon)["entity_kind"].gather(found["alias"]).eq_missing("person")


def link(found: pl.DataFrame, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Entities of found names.

    Reads doc, first, last, first_word, last_word, name, alias, kind, subkind, confidence and
    is_credit, names by place; keeps all columns and fills in or adds kind, subkind, confidence,
    method, basis, entity_id, name (now the entity's canonical name), written (the name as it stands
    there), entity_kind, entity_subkind.
    """
    is_open = pl.col("alias").is_null()
    known = pl.concat(
        [found, _aliases(lexicon).select(pl.all().gather(found["alias"]))], how="horizontal"
    )
    own = (
        name_media(name_movements(known, read, lexicon), lexicon)
        .with_columns(
            method=pl.when(is_open).then(pl.lit("names")).otherwise(pl.lit("lexicon")),
            basis=pl.coalesce("basis", pl.lit("name")),
            kind=pl.coalesce("kind", "mention_kind"),
            subkind=pl.coalesce("subkind", "mention_subkind"),
            confidence=pl.coalesce("confidence", "match_confidence"),
            written="name",
            name=pl.coalesce("entity_name", "name"),
            entity_kind=pl.coalesce("entity_kind", "kind"),
            entity_subkind=pl.coalesce("entity_subkind", "subkind"),
        )
        .drop("entity_name", "mention_kind", "mention_subkind", "match_confidence")
    )
    bodies = name_bodies(name_states(own, lexicon), lexicon)
    shared = share_surnames(name_parties(bodies, read, lexicon), read, lexicon)
    named = name_ids(shared)
    return shorten(define(named, read, lexicon), read, lexicon)


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
