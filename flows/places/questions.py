"""What a batch of linked mentions asks the atlas: which words of which document.

A *question* is a name in a document: however often the document writes it, it means one place
(one sense per discourse, Gale, Church & Yarowsky 1992). Some questions have one answer from the
start (demonyms, continents, the countries of known people and organizations) and only bear witness
to where the document is at home; so do, half as loud, place names inside the names of
organizations ("Paris Police Department").
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.tokens import encode
from flows.lexicon import Lexicon
from flows.places.atlas import ADMIN1, COUNTRY, Atlas
from flows.places.gazetteer import place_key

#: Lexicon places of these subkinds may turn out to be others of their name.
_CONTESTED = ("city", "country", "region")
_WORDS = 3
_SILENT_WEIGHT = 0.5
#: Smaller places inside names of organizations are chance: Liberty, Union.
_SILENT_POPULATION = 20_000
NO_KEY = ""


class Questions(NamedTuple):
    """`asked`: by question doc, key, listed (the lexicon's place, null without), weight;
    `of_mention`: question of every row of the linked mentions, -1 without; `answers`: question,
    place, own (whether the words are its name), by question and place.
    """

    asked: pl.DataFrame
    of_mention: np.ndarray
    answers: pl.DataFrame


def ask(linked: pl.DataFrame, atlas: Atlas, lexicon: Lexicon) -> Questions:
    """Questions of linked mentions (doc, kind, subkind, surface, basis, method, entity_id)."""
    named = _named(linked, atlas)
    silent = _silent(linked, atlas, lexicon)
    key = ["doc", "key", "listed"]
    every = pl.concat([named, silent], how="diagonal")
    asked = (
        every.group_by(key, maintain_order=True)
        .agg(n=pl.col("row").count(), weight=pl.col("weight").max())
        .with_row_index("question")
        .with_columns(weight=pl.col("weight") * (1 + 0.3 * pl.col("n").clip(1).log()))
    )
    numbered = named.join(asked, on=key, how="left", nulls_equal=True, maintain_order="left")
    of_mention = np.full(linked.height, -1, dtype=np.int64)
    heard = numbered.filter(pl.col("row").is_not_null())
    of_mention[heard["row"].to_numpy()] = heard["question"].to_numpy()
    return Questions(asked, of_mention, _answers(asked, atlas))


def _named(linked: pl.DataFrame, atlas: Atlas) -> pl.DataFrame:
    """Mentions that name a place or where they are at home: row, doc, key, listed, weight."""
    is_place = pl.col("kind") == "place"
    known = pl.concat([atlas.listed.with_columns(home=False), atlas.homes.with_columns(home=True)])
    is_open = pl.col("method") == "names"
    rows = (
        linked.select("doc", "kind", "subkind", "surface", "basis", "method", "entity_id")
        .with_row_index("row")
        .join(known, on="entity_id", how="left", maintain_order="left")
        .filter((is_open & is_place) | (~is_open & pl.col("place").is_not_null()))
    )
    contested = is_open | (is_place & pl.col("subkind").is_in(_CONTESTED))
    surface, codes = encode(rows["surface"])
    key = surface.to_frame("surface").select(place_key(pl.col("surface"))).to_series().gather(codes)
    return rows.with_columns(key=key).select(
        row=pl.when(~pl.col("home").fill_null(value=False)).then("row"),
        doc="doc",
        key=pl.when(contested).then("key").otherwise(pl.lit(NO_KEY)),
        listed=pl.when(~is_open).then("place"),
        weight=pl.when(pl.col("home")).then(_SILENT_WEIGHT).otherwise(1.0),
    )


def _silent(linked: pl.DataFrame, atlas: Atlas, lexicon: Lexicon) -> pl.DataFrame:
    """Runs of words inside open names that are no place and no person, where they name one."""
    names = (
        linked.filter(
            pl.col("method") == "names", ~pl.col("kind").is_in(["place", "person"])
        )
        .select("doc", "surface")
        .unique(maintain_order=True)
    )
    words = place_key(pl.col("surface")).str.split(" ")
    runs = [
        words.list.slice(first, n).list.join(" ")
        for n in range(1, _WORDS + 1)
        for first in range(_WORDS + 1 - n)
    ]
    known = atlas.names.filter("own")
    large = (atlas.population >= _SILENT_POPULATION) | np.isin(atlas.feature, (COUNTRY, ADMIN1))
    known = known.filter(pl.Series(large).gather(known["place"]))
    return (
        names.select("doc", key=pl.concat_list(runs))
        .explode("key")
        .filter(~pl.col("key").is_in(lexicon.common_words.implode()))
        .unique(maintain_order=True)
        .join(known, on="key", how="semi", maintain_order="left")
        .with_columns(weight=pl.lit(_SILENT_WEIGHT))
    )


def _answers(asked: pl.DataFrame, atlas: Atlas) -> pl.DataFrame:
    """Places that a question may mean: those of its words, and the lexicon's."""
    by_words = asked.join(atlas.names, on="key", how="inner").select(
        "question", pl.col("place").cast(pl.Int64), "own"
    )
    listed = asked.drop_nulls("listed").select("question", place="listed", own=pl.lit(value=True))
    return (
        pl.concat([by_words, listed])
        .group_by("question", "place")
        .agg(pl.col("own").any())
        .sort("question", "place")
    )
