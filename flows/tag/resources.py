"""Tables the tagger looks words up in: distributional clusters and the gazetteer of places."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, with_edge
from flows.extract.capitals import Words
from flows.extract.known import Known
from flows.extract.phrases import Phrases, leftmost_longest
from flows.lexicon import Lexicon

#: Kinds of the project in the order of rule codes.
RULE_KINDS = ("person", "organization", "place", "group", "event", "other")
_MOSTLY_SMALL = 3
_FORCES = ("armed_group", "military", "party")
WORDS = "words.parquet"
PLACES = "places.parquet"
#: Clusters are nested: the number of a fine one, divided, is the number of a coarser one.
_SIZES = 4


@dataclass(frozen=True, eq=False)
class Resources:
    """`words`: word, fine, middle, coarse (clusters), small (how often it is
    written small, 0 to 4), surname (2, 1 or null);
    `places`: name, size (0 to 3); `phrases`: the names of several words among them. Of the
    lexicon: kind of every head, and of every alias (row of RULE_KINDS), and whether an alias names
    an armed group, an army or a party, a community, or a country.
    """

    words: pl.DataFrame
    known_words: Known
    place_names: Known
    size: np.ndarray
    phrases: Phrases
    phrase_size: np.ndarray
    lexicon: Lexicon
    head_kinds: dict[int, str]
    alias_kinds: np.ndarray
    alias_forces: np.ndarray
    alias_groups: np.ndarray
    alias_countries: np.ndarray

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon) -> Self:
        """Read the tables of a folder."""
        words, places = pl.read_parquet(folder / WORDS), pl.read_parquet(folder / PLACES)
        of_several = places.filter(pl.col("name").str.contains(r"[ \-]"))
        return cls(
            words=words.drop("word"),
            known_words=Known(words["word"]),
            place_names=Known(places["name"]),
            size=with_edge(places["size"].cast(pl.Int64).to_numpy(), -1),
            phrases=Phrases.build(of_several["name"], lexicon),
            phrase_size=of_several["size"].to_numpy(),
            lexicon=lexicon,
            head_kinds=dict(enumerate(lexicon.heads["kind"])),
            alias_kinds=_alias_kinds(lexicon),
            alias_forces=_are(lexicon, "subkind", *_FORCES),
            alias_groups=_are(lexicon, "kind", "group"),
            alias_countries=_are(lexicon, "subkind", "country"),
        )

    def known(self, types: pl.DataFrame) -> pl.DataFrame:
        """Types with what the tables say: fine, middle, coarse, small, surname (null: unknown)."""
        first = pl.col("plain").str.slice(0, 1)
        keys = types.select("plain", capital=first + pl.col("folded").str.slice(1), folded="folded")
        tried = [pl.Series(self.known_words.rows(keys[key])) for key in keys.columns]
        found = [self.words.select(pl.all().gather(rows.set(rows < 0, None))) for rows in tried]
        names = self.words.columns
        return types.with_columns(
            **{name: pl.coalesce(*(frame[name] for frame in found)) for name in names}
        )

    def is_ordinary(self, folded: pl.Series) -> np.ndarray:
        """Whether words in lower case are mostly written so, and nobody's surname."""
        small = (self.words["small"] >= _MOSTLY_SMALL) & self.words["surname"].is_null()
        return with_edge(small.fill_null(False).to_numpy(), False)[self.known_words.rows(folded)]

    def are_places(self, words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Whether the gazetteer knows names as places."""
        return self.place_names.among(_written(words, first, last))

    def are_loud_places(self, words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Whether the gazetteer knows names in capitals as places: AMHERST."""
        return self.place_names.among(_written(words, first, last).str.to_titlecase())

    def cover(self, words: Words) -> np.ndarray:
        """Place of every token in the longest gazetteer name that covers it, with its size; 0 none.

        1 + place (single, first, inner, last) * 4 less, by size of the place; 15 at most.
        """
        types = words.read.types
        size = self.size[self.place_names.rows(types["plain"])]
        single = np.where(types["is_capital"].to_numpy(), size + 1, 0).astype(np.uint8)
        cover = single[words.read.type_of]
        hits = self.phrases.find(words.read, words.setting.inner, types["is_capital"].to_numpy())
        right = words.flag(hits.last, "is_capital")
        first, last, phrase = (part[right] for part in hits)
        kept = leftmost_longest(first, last + 1)
        first, last, phrase = first[kept], last[kept], phrase[kept]
        size = self.phrase_size[phrase]
        length = last - first + 1
        at = ranges(first, length)
        begin = at == np.repeat(first, length)
        end = at == np.repeat(last, length)
        cover[at] = (
            5 + np.where(begin, 0, np.where(end, 2, 1)) * 3 + np.repeat(np.minimum(size, 2), length)
        )
        return cover


def _written(words: Words, first: np.ndarray, last: np.ndarray) -> pl.Series:
    tokens = words.read.tokens
    doc, start = (tokens[name].to_numpy()[first] for name in ("doc", "start"))
    return words.read.texts.cut(doc, start, tokens["end"].to_numpy()[last])


def _alias_kinds(lexicon: Lexicon) -> np.ndarray:
    known = _of_entities(lexicon)
    kind = pl.when(pl.col("basis") == "demonym").then(pl.lit("group")).otherwise("kind")
    rows = {kind: row for row, kind in enumerate(RULE_KINDS)}
    return known.select(kind.replace_strict(rows, return_dtype=pl.Int64)).to_series().to_numpy()


def _are(lexicon: Lexicon, column: str, *values: str) -> np.ndarray:
    """Whether the entity of each alias has one of some values in a column."""
    return _of_entities(lexicon)[column].is_in(values).fill_null(value=False).to_numpy()


def _of_entities(lexicon: Lexicon) -> pl.DataFrame:
    return lexicon.aliases.join(lexicon.entities, on="entity_id", how="left", maintain_order="left")
