"""Parties that many countries have: the Labour Party of an Irish text is Ireland's.

The lexicon knows one country's party by such a name. A text means another country's if it says so
right before (Norway's Labour Party), or names nothing of the first, or less of it than of a country
with another party in the text. That is the lexicon's party of the name if the country has just one
(Democratic Party of Korea), else a name of its own with the country behind it: Labour Party
(Ireland).
"""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.lexicon import Lexicon

_SHARED = (
    "Communist Party", "Conservative Party", "Democratic Party", "Green Party",
    "Justice and Development Party", "Labor Party", "Labour Party", "Liberal Democratic Party",
    "Liberal Party", "National Party", "Nationalist Party", "People's Party", "Republican Party",
    "Social Democratic Party", "Socialist Party",
)  # fmt: skip
#: Tokens from a country to its party: Italy's centre-left Democratic Party.
_NEAR = 4


def name_parties(found: pl.DataFrame, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Names with the parties that the lexicon's, if shared, mean in their document.

    Reads doc, sentence_no, first, last, alias, basis, entity_id, entity_subkind, written and
    is_credit, and changes entity_id (null for a name of its own), name and basis (`variant`).
    """
    shared = (pl.col("entity_subkind") == "party") & pl.col("alias").is_not_null()
    shared = (shared & pl.col("written").is_in(_SHARED)).fill_null(value=False)
    if not found.select(shared.any()).item():
        return found
    rows = _rows(found, shared, read, lexicon)
    named = (
        rows.filter(~pl.col("shared") & ~pl.col("is_credit") & pl.col("code").is_not_null())
        .group_by("doc", "code")
        .agg(parties=(pl.col("entity_subkind") == "party").sum(), n=pl.len())
    )
    meant = (
        rows.filter("shared")
        .join(named.rename({"code": "of"}), on="doc", how="left")
        .sort("row", "parties", "n", "of", descending=[False, True, True, False])
        .with_columns(own=pl.col("n").filter(pl.col("of") == pl.col("code")).sum().over("row"))
        .unique("row", keep="first", maintain_order=True)
    )
    rather = (pl.col("own") == 0) | ((pl.col("parties") > 0) & (pl.col("n") > pl.col("own")))
    meant = meant.with_columns(of=pl.coalesce("beside", pl.when(rather).then("of"))).filter(
        pl.col("of") != pl.col("code")
    )
    known = meant.select("row", "written", _same(pl.col("written")).alias("same"), code="of").join(
        _namesakes(lexicon), on=["same", "code"], how="left"
    )
    return _renamed(found, known.join(_states(lexicon), on="code"))


def _rows(found: pl.DataFrame, shared: pl.Expr, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Names with their country (code), whether many countries have such a party (shared), and the
    country whose they are said to be right before them (beside).
    """
    behind = np.minimum(found["last"].to_numpy() + 1, len(read.type_of) - 1)
    owns = (pl.col("basis") == "demonym") | pl.Series(read.among(behind, ("'s",)))
    owns &= pl.col("entity_subkind") == "country"
    near = pl.col("first") - pl.col("last").shift() <= _NEAR
    near &= (pl.col("sentence_no") == pl.col("sentence_no").shift()) & (
        pl.col("doc") == pl.col("doc").shift()
    )
    return (
        found.select(
            *("doc", "sentence_no", "first", "last", "entity_id", "entity_subkind", "is_credit"),
            "written",
            shared=shared,
            owns=owns,
        )
        .with_row_index("row")
        .join(_countries(lexicon), on="entity_id", how="left", maintain_order="left")
        .with_columns(beside=pl.when(near & pl.col("owns").shift()).then(pl.col("code").shift()))
    )


def _renamed(found: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    name = pl.coalesce("party", pl.format("{} ({})", "written", "country"))
    known = known.select("row", "party_id", party=name)
    hits = found.select(row=pl.int_range(pl.len(), dtype=pl.UInt32)).join(
        known, on="row", how="left", maintain_order="left"
    )
    is_other = hits["party"].is_not_null()
    return found.with_columns(
        entity_id=pl.when(is_other).then(hits["party_id"]).otherwise("entity_id"),
        name=pl.coalesce(hits["party"], "name"),
        basis=pl.when(is_other).then(pl.lit("variant")).otherwise("basis"),
    )


def _same(name: pl.Expr) -> pl.Expr:
    return name.str.replace("Labour", "Labor", literal=True)


@lru_cache(maxsize=4)
def _countries(lexicon: Lexicon) -> pl.DataFrame:
    """Country of each entity that has one: entity_id, code."""
    return lexicon.entities.select("entity_id", code="country_code").drop_nulls()


@lru_cache(maxsize=4)
def _states(lexicon: Lexicon) -> pl.DataFrame:
    """Name of each country: code, country."""
    states = lexicon.entities.filter(subkind="country")
    return states.select(code="country_code", country="name").unique("code", keep="first")


@lru_cache(maxsize=4)
def _namesakes(lexicon: Lexicon) -> pl.DataFrame:
    """Parties with a shared name that one of a country has: same, code, party_id, party."""
    parties = lexicon.entities.filter(subkind="party").select(
        code="country_code", party_id="entity_id", party="name"
    )
    same = pl.DataFrame({"written": _SHARED}).select(_same(pl.col("written")).alias("same"))
    name, shared = _same(pl.col("party")), pl.col("same")
    holds = name.str.ends_with(shared) | name.str.starts_with(shared + " (")
    holds |= name.str.starts_with(shared + " of ")
    return (
        parties.join(same.unique(), how="cross")
        .filter(holds)
        .filter(pl.len().over("same", "code") == 1)
        .drop_nulls("code")
    )
