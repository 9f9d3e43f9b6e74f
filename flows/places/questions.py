"""What a batch of linked mentions asks the atlas: which words of which document.

A *question* is a name in a document: however often the document writes it, it means one place
(one sense per discourse, Gale, Church & Yarowsky 1992), unless a division stands behind it. Some
questions have one answer from the start (demonyms, continents, the countries of known people and
organizations) and only bear witness to where the document is at home; so do, half as loud, place
names inside the names of organizations ("Paris Police Department").
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import among, begins, ranges
from flows.extract.tokens import encode
from flows.lexicon import Lexicon
from flows.places.atlas import ADMIN1, NONE, Atlas
from flows.places.gazetteer import place_key

#: Lexicon places of these subkinds may turn out to be others of their name.
_CONTESTED = ("city", "country", "region")
_WORDS = 3
#: What a mention counts that is no place itself, and what each factor e of mentions adds.
_SILENT, _OFTEN = 0.5, 0.3
#: What is called River or Lake is a town only where the town's whole name says so.
_NATURAL = ("river", "sea", "mountain", "island", "facility")
#: Smaller places inside names of organizations are chance: Liberty, Union.
_SILENT_POPULATION = 20_000
NO_KEY = ""
_READ = ("doc", "kind", "subkind", "surface", "basis", "method", "entity_id")
_CODE_BITS = 32


class Questions(NamedTuple):
    """`asked`: by question doc, key, listed (the lexicon's place, null without), n (mentions),
    weight (0 for what may be no place at all); `of_mention`: question of every row of the linked
    mentions, -1 without; `answers`: question, place, own (whether the words are its name), by
    question and place.
    """

    asked: pl.DataFrame
    of_mention: np.ndarray
    answers: pl.DataFrame


def ask(
    linked: pl.DataFrame,
    hinted: np.ndarray,
    division: np.ndarray,
    atlas: Atlas,
    lexicon: Lexicon,
) -> Questions:
    """Questions of linked mentions (doc, kind, subkind, surface, name_code, basis, method,
    entity_id); `hinted`: mentions that stand where places do, whatever they were taken for;
    `division`: a number for the division behind each mention, -1 without.
    """
    named = _named(linked.with_columns(division=pl.Series(division)), hinted, atlas)
    # What is named by itself as well is asked once: it must not vouch for itself.
    silent = _silent(linked, lexicon, atlas).join(named, on=["doc", "key"], how="anti")
    key = ["doc", "key", "listed", "division"]
    asked = (
        pl.concat([named, silent], how="diagonal")
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("weight").max(),
            n=pl.col("row").count(),
            whole=pl.col("whole").fill_null(value=False).any(),
        )
        .with_row_index("question")
        .with_columns(weight=pl.col("weight") * (1 + _OFTEN * pl.col("n").clip(1).log()))
    )
    numbered = named.join(asked, on=key, how="left", nulls_equal=True, maintain_order="left")
    of_mention = np.full(linked.height, NONE, dtype=np.int64)
    heard = numbered.drop_nulls("row")
    of_mention[heard["row"].to_numpy()] = heard["question"].to_numpy()
    return Questions(asked.drop("whole"), of_mention, _answers(asked, atlas))


def _named(linked: pl.DataFrame, hinted: np.ndarray, atlas: Atlas) -> pl.DataFrame:
    """Mentions that name a place or say who is at home in one.

    Columns: row (null for who is at home somewhere), doc, key, listed, division, weight, whole
    (whether only a place's whole own name will do).
    """
    is_place, is_open = pl.col("kind") == "place", pl.col("method") == "names"
    doubtful = pl.col("hinted") & is_open & (pl.col("basis") == "name") & ~is_place
    known = pl.concat([atlas.listed.with_columns(home=False), atlas.homes.with_columns(home=True)])
    rows = (
        linked.select(*_READ, "division")
        .with_columns(hinted=_anywhere(linked, hinted))
        .with_row_index("row")
        .join(known, on="entity_id", how="left", maintain_order="left")
        .filter((is_open & is_place) | doubtful | pl.col("place").is_not_null())
    )
    # Whom the lexicon gives a short name is who is meant by it: Gaza is the strip.
    short = (pl.col("subkind") == "region") & (pl.col("basis") == "short")
    contested = is_open | (is_place & pl.col("subkind").is_in(_CONTESTED) & ~short)
    surface, codes = encode(rows["surface"])
    key = surface.to_frame("surface").select(place_key(pl.col("surface"))).to_series().gather(codes)
    return rows.with_columns(key=key).select(
        row=pl.when(pl.col("home").ne_missing(other=True)).then("row"),
        doc="doc",
        key=pl.when(contested).then("key").otherwise(pl.lit(NO_KEY)),
        listed="place",
        division=pl.when(pl.col("division") >= 0).then("division"),
        weight=pl.when("home").then(_SILENT).when(doubtful).then(0.0).otherwise(1.0),
        whole=doubtful | (is_open & pl.col("subkind").is_in(_NATURAL)),
    )


def _anywhere(linked: pl.DataFrame, hinted: np.ndarray) -> pl.Series:
    """Whether any mention of the same words in the same document is hinted."""
    same = linked["doc"].to_numpy().astype(np.int64) << _CODE_BITS | linked["name_code"].to_numpy()
    return pl.Series(among(same, same[hinted]))


def _silent(linked: pl.DataFrame, lexicon: Lexicon, atlas: Atlas) -> pl.DataFrame:
    """Runs of words inside open names that are no place and no person, where they name one."""
    names = linked.filter(
        pl.col("method") == "names", ~pl.col("kind").is_in(["place", "person"])
    ).select("doc", "surface")
    surface, codes = encode(names["surface"])
    fields = [f"field_{number}" for number in range(_WORDS)]
    words = (
        surface.to_frame("surface")
        .select(words=place_key(pl.col("surface")).str.split_exact(" ", _WORDS))
        .with_row_index("code")
        .unnest("words")
    )
    asked = pl.concat(
        words.select("code", key=pl.concat_str(fields[first : first + n], separator=" "))
        for n in range(1, _WORDS + 1)
        for first in range(_WORDS + 1 - n)
    ).drop_nulls("key")
    known = asked.filter(pl.Series(_is_known(asked["key"], atlas))).filter(
        ~pl.col("key").is_in(lexicon.common_words.implode())
    )
    return (
        names.select("doc", code=pl.Series(codes))
        .unique(maintain_order=True)
        .join(known, on="code", maintain_order="left")
        .select("doc", "key", weight=pl.lit(_SILENT))
    )


def _is_known(keys: pl.Series, atlas: Atlas) -> np.ndarray:
    """Whether a key is the name of a country, a first-level division or a large place."""
    first, count = atlas.names.find(keys)
    at = ranges(first, count)
    place = atlas.names.place[at]
    large = atlas.population[place] >= _SILENT_POPULATION
    wide = atlas.feature[place] <= ADMIN1
    known = np.zeros(len(keys), dtype=bool)
    known[np.repeat(np.arange(len(keys)), count)[atlas.names.own[at] & (large | wide)]] = True
    return known


def _answers(asked: pl.DataFrame, atlas: Atlas) -> pl.DataFrame:
    """Places that a question (with `whole`) may mean: those of its words, and the lexicon's."""
    distinct, codes = encode(asked["key"])
    first, count = atlas.names.find_or_bare(distinct)
    count = np.where(distinct == NO_KEY, 0, count)
    first, count = first[codes], count[codes]
    at = ranges(first, count)
    listed = asked["listed"].fill_null(NONE).to_numpy()
    known = np.flatnonzero(listed >= 0)
    by_words, own = np.repeat(np.arange(asked.height), count), atlas.names.own[at]
    fits = own | ~asked["whole"].to_numpy()[by_words]
    question = np.concatenate((by_words[fits], known))
    place = np.concatenate((atlas.names.place[at][fits], listed[known]))
    own = np.concatenate((own[fits], np.ones(len(known), dtype=bool)))
    # What is the own name of a place comes first of its rows.
    packed = np.sort((question * len(atlas.feature) + place) * 2 + ~own)
    pair, other = packed >> 1, (packed & 1).astype(bool)
    kept = begins(len(pair), np.diff(pair) != 0)
    question, place = np.divmod(pair[kept], len(atlas.feature))
    return pl.DataFrame({"question": question, "place": place, "own": ~other[kept]})
