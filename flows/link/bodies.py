"""Bodies with their country before them: the U.S. Pentagon is the Pentagon, the UN World Food
Programme the World Food Programme.
"""

from functools import lru_cache

import polars as pl

from flows.lexicon import Lexicon
from flows.link.states import words_of_states

#: What bodies of no country are said to belong to.
_NATIONS = ("UN", "U.N.", "United Nations")
_NOWHERE = "of no country"
_LONGEST_COUNTRY = 3


def name_bodies(found: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Names with the bodies that open ones of organizations mean.

    Reads alias, entity_id, entity_kind and name, and fills in entity_id, name, entity_subkind and
    basis (`variant`).
    """
    asked = pl.col("alias").is_null() & pl.col("entity_id").is_null()
    asked &= (pl.col("entity_kind") == "organization") & pl.col("name").str.contains(" ")
    names = found.lazy().filter(asked).select("name").unique().collect()
    known = _known(names, lexicon)
    if known.is_empty():
        return found
    own = found.select(asked=asked, name="name").join(
        known, on="name", how="left", maintain_order="left"
    )
    is_one = own["asked"] & own["body_id"].is_not_null()
    values = {"entity_id": "body_id", "name": "body", "entity_subkind": "body_subkind"}
    return found.with_columns(
        *(
            pl.when(is_one).then(own[value]).otherwise(name).alias(name)
            for name, value in values.items()
        ),
        basis=pl.when(is_one).then(pl.lit("variant")).otherwise("basis"),
    )


def _known(names: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Names that are a country's and one of its bodies': name, body_id, body, body_subkind."""
    words = pl.col("name").str.split(" ")
    parts = [
        names.select(
            "name",
            country=words.list.head(count).list.join(" "),
            alias=words.list.slice(count).list.join(" "),
        )
        for count in range(1, _LONGEST_COUNTRY + 1)
    ]
    return (
        pl.concat(parts)
        .join(_countries(lexicon), on="country")
        .join(_bodies(lexicon), on=["alias", "code"])
        .unique("name", keep="first", maintain_order=True)
        .select("name", "body_id", "body", "body_subkind")
    )


@lru_cache(maxsize=4)
def _countries(lexicon: Lexicon) -> pl.DataFrame:
    """What a country is called and its people are: country, code."""
    codes = lexicon.entities.select(country_id="entity_id", code="country_code")
    named = words_of_states(lexicon).join(codes, on="country_id").select("code", country="alias")
    nations = pl.DataFrame({"code": _NOWHERE, "country": _NATIONS})
    return pl.concat([named.drop_nulls(), nations]).unique(maintain_order=True)


@lru_cache(maxsize=4)
def _bodies(lexicon: Lexicon) -> pl.DataFrame:
    """Names of organizations: alias, code of their country, body_id, body, body_subkind."""
    bodies = lexicon.entities.filter(kind="organization").select(
        code=pl.col("country_code").fill_null(_NOWHERE),
        body_id="entity_id",
        body="name",
        body_subkind="subkind",
    )
    return lexicon.aliases.select("alias", body_id="entity_id").join(bodies, on="body_id")
