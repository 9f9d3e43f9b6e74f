"""Governments by the name of their country: the Soviet Government is the Government of the Soviet
Union, and the Government of Iraq the lexicon's Iraqi government.

Any word of the lexicon for a country will do. Where the lexicon has a government with a name of
that form, it is that one; of all others the name is `Government of` and the country's.
"""

from functools import lru_cache

import polars as pl

from flows.lexicon import Lexicon

_FORMS = ("Government of {}", "Government of the {}", "{} Government", "{}'s Government")
_OF_STATES = ("country", "state_historic")
#: Names of countries that have an article.
_ARTICLE = (
    r"(?:Union|Kingdom|States|Emirates|Islands|Republic)$|^(?:Democratic )?Republic of |"
    r"^(?:Netherlands|Bahamas|Philippines|Maldives|Gambia)$"
)


def name_governments(found: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Names with the governments that open ones of organizations mean.

    Reads alias, entity_id, entity_kind and name, and fills in entity_id (of those that the lexicon
    knows), name, entity_subkind and basis (`variant` for what is called otherwise).
    """
    called = found["name"].str.to_lowercase()
    asked = found["alias"].is_null() & (found["entity_kind"] == "organization")
    asked &= found["entity_id"].is_null() & called.str.contains("government", literal=True)
    if not asked.any():
        return found
    own = pl.DataFrame({"written": pl.select(pl.when(asked).then(called)).to_series()})
    known = own.join(_governments(lexicon), on="written", how="left", maintain_order="left")
    is_one = known["government"].is_not_null()
    return found.with_columns(
        entity_id=pl.coalesce("entity_id", known["government_id"]),
        basis=pl.when(is_one & (known["government"] != found["name"]))
        .then(pl.lit("variant"))
        .otherwise("basis"),
        name=pl.coalesce(known["government"], "name"),
        entity_subkind=pl.when(is_one).then(pl.lit("government")).otherwise("entity_subkind"),
    )


@lru_cache(maxsize=4)
def _governments(lexicon: Lexicon) -> pl.DataFrame:
    """Lower-case names of governments (written), with the name and, of those that the lexicon
    knows, the id of each (government, government_id).
    """
    countries = lexicon.entities.filter(pl.col("subkind").is_in(_OF_STATES)).select(
        "entity_id", country="name"
    )
    words = lexicon.aliases.join(countries, on="entity_id", maintain_order="left")
    words = pl.concat(
        [words.select("country", "alias"), countries.select("country", alias="country")]
    )
    written = pl.concat(
        words.select("country", written=pl.format(form, "alias").str.to_lowercase())
        for form in _FORMS
    ).unique(maintain_order=True)
    single = written.filter(pl.col("country").n_unique().over("written") == 1)
    bodies = lexicon.entities.filter(kind="organization").select(
        government_id="entity_id", government="name"
    )
    known = (
        bodies.with_columns(written=pl.col("government").str.to_lowercase())
        .join(single, on="written")
        .select("country", "government_id", "government")
        .filter(pl.len().over("country") == 1)
    )
    article = pl.when(pl.col("country").str.contains(_ARTICLE)).then(pl.lit("the "))
    title = pl.format("Government of {}{}", article.otherwise(pl.lit("")), "country")
    return single.join(known, on="country", how="left", maintain_order="left").select(
        "written", "government_id", government=pl.coalesce("government", title)
    )
