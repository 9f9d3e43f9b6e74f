"""States and governments by their formal names: the Republic of Rwanda is Rwanda, the Soviet
Government the Government of the Soviet Union, and that of Iraq the lexicon's Iraqi government.

Any word of the lexicon for a country will do, but not behind a state's style if there are or were
two of the name (Korea, Germany). Where the lexicon has a government with a name of one of the
forms, it is that one; of all others the name is `Government of` and the country's.
"""

from functools import lru_cache

import polars as pl

from flows.lexicon import Lexicon

_FORMS = ("Government of {}", "Government of the {}", "{} Government", "{}'s Government")
_STYLE = (
    r"^(?:(?:people'?s|peoples'|democratic|federal|federative|socialist|islamic|united|arab|"
    r"co-?operative|popular|sovereign|independent|first|second|third|fourth|fifth) )*"
    r"(?:republic|kingdom|principality|sultanate|union|commonwealth|grand duchy) of (?:the )?"
)
_SEVERAL = ("korea", "china", "congo", "germany", "viet nam", "viet-nam", "vietnam", "yemen")
_OF_STATES = ("country", "state_historic")
#: Names of countries that have an article.
_ARTICLE = (
    r"(?:Union|Kingdom|States|Emirates|Islands|Republic)$|^(?:Democratic )?Republic of |"
    r"^(?:Netherlands|Bahamas|Philippines|Maldives|Gambia)$"
)


def name_states(found: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Names with the states and governments that open ones of places and organizations mean.

    Reads alias, entity_id, entity_kind and name, and fills in entity_id (of those that the lexicon
    knows), name, entity_subkind and basis (`variant` for what is called otherwise).
    """
    called = found["name"].str.to_lowercase()
    is_open = found["alias"].is_null() & found["entity_id"].is_null()
    government = is_open & called.str.contains("government", literal=True)
    government &= found["entity_kind"] == "organization"
    state = is_open & called.str.contains(_STYLE) & (found["entity_kind"] == "place")
    if not (government | state).any():
        return found
    written = pl.when(government).then(called).when(state).then(called.str.replace(_STYLE, ""))
    own = found.select("entity_kind", written=written)
    known = own.join(
        _formal(lexicon), on=["entity_kind", "written"], how="left", maintain_order="left"
    )
    is_one = known["formal"].is_not_null()
    return found.with_columns(
        entity_id=pl.coalesce("entity_id", known["formal_id"]),
        basis=pl.when(is_one & (known["formal"] != found["name"]))
        .then(pl.lit("variant"))
        .otherwise("basis"),
        name=pl.coalesce(known["formal"], "name"),
        entity_subkind=pl.coalesce(known["formal_subkind"], "entity_subkind"),
    )


@lru_cache(maxsize=4)
def _formal(lexicon: Lexicon) -> pl.DataFrame:
    """What is written in lower case (entity_kind, written) for a government, or behind the style of
    a state, and what it means (formal_id, formal, formal_subkind).
    """
    states = (
        words_of_states(lexicon)
        .filter((pl.col("subkind") == "country") & (pl.col("basis") != "demonym"))
        .select("country_id", "country", written=pl.col("alias").str.to_lowercase())
        .unique(maintain_order=True)
        .filter(
            (pl.col("country_id").n_unique().over("written") == 1)
            & ~pl.col("written").is_in(_SEVERAL)
        )
        .select(
            "written",
            entity_kind=pl.lit("place"),
            formal_id="country_id",
            formal="country",
            formal_subkind=pl.lit("country"),
        )
    )
    governments = _governments(lexicon).select(
        "written",
        entity_kind=pl.lit("organization"),
        formal_id="government_id",
        formal="government",
        formal_subkind=pl.lit("government"),
    )
    return pl.concat([states, governments])


def words_of_states(lexicon: Lexicon) -> pl.DataFrame:
    """Words of states: country_id, country, subkind, alias, basis."""
    countries = lexicon.entities.filter(pl.col("subkind").is_in(_OF_STATES)).select(
        "entity_id", "subkind", country="name"
    )
    words = lexicon.aliases.join(countries, on="entity_id", maintain_order="left").rename(
        {"entity_id": "country_id"}
    )
    return words.select("country_id", "country", "subkind", "alias", "basis")


def _governments(lexicon: Lexicon) -> pl.DataFrame:
    """Lower-case names of governments (written), with the name and, of those that the lexicon
    knows, the id of each (government, government_id).
    """
    words = words_of_states(lexicon)
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
