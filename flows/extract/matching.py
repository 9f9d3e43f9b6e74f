"""The lexicon's aliases in the text: leftmost longest, by the case rule of each alias.

An alias of one word that is a common word too (`Hit`, the town; `US` in a line of capitals) is
taken only where its capital says something: not as the first word of a sentence, and not in a
line of capitals.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
import polars as pl

from flows.extract.arrays import ranges
from flows.extract.folding import match_key
from flows.extract.known import Known
from flows.extract.phrases import Hits, Phrases, leftmost_longest, phrase_tokens
from flows.extract.reading import Reading
from flows.extract.setting import SHOUTED, Setting
from flows.lexicon import Lexicon

_ARTICLE = "the "
#: Without their apostrophe they are other words: Ill., Shell, Id.
_CONTRACTED = r"^(?:i|you|he|she|we|they)'(?:ll|re|ve|d|m|s)$"
_ANY = -1


@dataclass(frozen=True, eq=False)
class Matcher:
    """Phrases with case rules, prepared for matching; `offset` is each one's first word below."""

    phrases: Phrases
    offset: np.ndarray
    needs_article: np.ndarray
    needs_capital: np.ndarray
    exact_code: np.ndarray
    exact_words: Known
    small_starts: Known

    @classmethod
    def build(cls, phrases: pl.Series, cases: pl.Series, lexicon: Lexicon) -> Self:
        """Prepare phrases with their case rules (proper, exact, any)."""
        bare = phrases.str.strip_prefix(_ARTICLE)
        words = phrase_tokens(bare, lexicon).with_columns(
            case=pl.col("phrase").replace_strict(dict(enumerate(cases)), return_dtype=pl.String)
        )
        lengths = np.bincount(words["phrase"].to_numpy(), minlength=len(phrases))
        exact = pl.col("case") == "exact"
        exact_words = Known(words.filter(exact)["exact"].unique(maintain_order=True))
        code = pl.Series(exact_words.rows(words["exact"]))
        words = words.select(
            "key",
            needs_capital=(pl.col("case") == "proper") & pl.col("is_capital"),
            code=pl.when(exact).then(code).otherwise(_ANY),
            small=~pl.col("is_capital") | (pl.col("case") == "any"),
            first=pl.col("phrase").rle_id()
            != pl.col("phrase").rle_id().shift(fill_value=2**32 - 1),
        )
        return cls(
            phrases=Phrases.build(bare, lexicon),
            offset=np.cumsum(lengths) - lengths,
            needs_article=phrases.str.starts_with(_ARTICLE).to_numpy(),
            needs_capital=words["needs_capital"].to_numpy(),
            exact_code=words["code"].to_numpy(),
            exact_words=exact_words,
            small_starts=Known(words.filter("first", "small")["key"].unique(maintain_order=True)),
        )

    def match(self, read: Reading, setting: Setting) -> Hits:
        """The phrases of a batch that stand where their case rules allow, without overlaps."""
        small_start = self.small_starts.among(read.types["key"])
        can_start = read.types["is_capital"].to_numpy() | small_start
        hits = self.phrases.find(read, setting.inner, can_start)
        hits = _choose(hits, self._written_so(read, setting, hits))
        hits = _choose(hits, self._behind_article(read, hits))
        hits = _choose(hits, ~_says_little(read, setting, hits))
        return _choose(hits, leftmost_longest(hits.first, hits.last + 1))

    def _written_so(self, read: Reading, setting: Setting, hits: Hits) -> np.ndarray:
        """Whether the text writes each word as the phrase's case rule wants it."""
        count = hits.last - hits.first + 1
        at, hit = ranges(hits.first, count), np.repeat(np.arange(len(count)), count)
        at, hit = at[~setting.inner[at]], hit[~setting.inner[at]]
        begins = np.searchsorted(hit, np.arange(len(count)))
        word = self.offset[hits.phrase[hit]] + np.arange(len(hit)) - begins[hit]
        right = read.of(at, "is_capital") | ~self.needs_capital[word]
        exact = np.flatnonzero(self.exact_code[word] != _ANY)
        if len(exact):
            wanted, here = self.exact_code[word[exact]], self._exact_codes(read)
            right[exact] &= wanted == here[read.type_of[at[exact]]]
        return np.bincount(hit[~right], minlength=len(count)) == 0

    def _exact_codes(self, read: Reading) -> np.ndarray:
        exact = read.types.select(match_key(pl.col("plain"))).to_series()
        return self.exact_words.rows(exact)

    def _behind_article(self, read: Reading, hits: Hits) -> np.ndarray:
        article = (read.types["folded"] == "the").to_numpy()
        before = np.maximum(hits.first - 1, 0)
        behind = article[read.type_of[before]] & (hits.first > 0)
        behind &= read.sentence_of[before] == read.sentence_of[hits.first]
        return behind | ~self.needs_article[hits.phrase]


@lru_cache(maxsize=4)
def alias_matcher(lexicon: Lexicon) -> Matcher:
    """The lexicon's aliases, prepared once; phrases are rows of `lexicon.aliases`."""
    return Matcher.build(lexicon.aliases["alias"], lexicon.aliases["case"], lexicon)


def _says_little(read: Reading, setting: Setting, hits: Hits) -> np.ndarray:
    contracted = read.types["folded"].str.contains(_CONTRACTED).to_numpy()
    common = read.of(hits.first, "is_common") & (hits.first == hits.last)
    shouted = setting.loud[read.sentence_of[hits.first]] == SHOUTED
    lone = setting.initial[hits.first] & ~read.of(hits.first, "is_upper")
    return contracted[read.type_of[hits.first]] | (common & (shouted | lone))


def _choose(hits: Hits, rows: np.ndarray) -> Hits:
    return Hits(*(column[rows] for column in hits))
