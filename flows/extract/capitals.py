"""Which tokens can be part of an open-vocabulary name, judged by their capital alone."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
import polars as pl

from flows.extract.arrays import among, ranges, with_edge
from flows.extract.forces import is_coalition
from flows.extract.known import Known
from flows.extract.phrases import Hits
from flows.extract.reading import Reading
from flows.extract.setting import HEADLINE, SHOUTED, Setting
from flows.lexicon import Lexicon

_CALENDAR = (
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr"
    r"|jun|jul|aug|sept?|oct|nov|dec)\.?)$"
)
_PRONOUN = ("i", "i'm", "i've", "i'll", "i'd", "a.m.", "p.m.", "ok")
#: Capitals that name nobody by themselves.
_NOBODY = (
    r"^(?:\p{L}|\p{L}\.|[ivx]{2,}s?|(?:north|south)?-?(?:(?:east|west)(?:ern)?)?|(?:north|south)ern"
    r"|central|gmt|utc|est|edt|gdp|usd|eur|tv|pm|mps?|ceo|dna|hiv|aids|lgbtq?|phd|pv)$"
)
#: What diplomats write with a capital: Member States, Heads of State and Government.
_OFFICIAL = (
    r"^(?:states?|members?|non-members|parties|governments?|powers|heads?|chiefs|all|of|and|or|"
    r"[ivx]{2,})$"
)
_LONGEST_MATCH = 4
#: Titles of saints that are mostly parts of place names.
_SAINTS = ("st.", "st", "saint")
#: Dotted words that are parts of names; other abbreviations are not.
_DOTTED = ("st.", "mt.", "ft.", "jr.", "sr.", "inc.", "ltd.", "co.", "corp.", "bros.")


@dataclass(frozen=True, eq=False)
class Words:
    """What the names step asks about the tokens of a batch.

    Per token: `match`, the row in `lexicon.aliases` of the alias that covers it, else -1; `title`,
    the row in `lexicon.titles` at the title's last token, else -1; `in_title`; `title_goes_on`, in
    a title and not its last token. Per type: `heads_last`, `heads_first`, the row in
    `lexicon.heads` of a word that says what a name that ends or begins with it is, else -1;
    `parties`, `units`, whether a name that ends with it is a party, a military unit or an armed
    group. Per alias: `places`, whether it names a place (and not its people); `persons`. Per head:
    `place_heads`.
    """

    read: Reading
    setting: Setting
    match: np.ndarray
    title: np.ndarray
    in_title: np.ndarray
    title_goes_on: np.ndarray
    heads_last: np.ndarray
    heads_first: np.ndarray
    parties: np.ndarray
    units: np.ndarray
    places: np.ndarray
    persons: np.ndarray
    place_heads: np.ndarray

    @classmethod
    def of(
        cls, read: Reading, setting: Setting, matches: Hits, titles: Hits, lexicon: Lexicon
    ) -> Self:
        """Gather what the names step needs."""
        n = len(setting.initial)
        title = np.full(n, -1, dtype=np.int32)
        title[titles.last] = titles.phrase
        goes_on = np.zeros(n, dtype=bool)
        goes_on[ranges(titles.first, titles.last - titles.first)] = True
        return cls(
            read=read,
            setting=setting,
            match=_cover(matches, n),
            title=title,
            in_title=_cover(titles, n) >= 0,
            title_goes_on=goes_on,
            heads_last=_heads(read, lexicon, "last"),
            heads_first=_heads(read, lexicon, "first"),
            parties=_last_words(read, lexicon, "party"),
            units=_last_words(read, lexicon, "military", "armed_group"),
            places=_name(lexicon, "place"),
            persons=_name(lexicon, "person"),
            place_heads=(lexicon.heads["kind"] == "place").to_numpy(),
        )

    def flag(self, at: np.ndarray, column: str) -> np.ndarray:
        """A column of `types` at these tokens."""
        return self.read.of(at, column)

    def among(self, at: np.ndarray, words: tuple[str, ...] | list[str]) -> np.ndarray:
        """Whether the folded words at these tokens are among some."""
        return self.read.among(at, words)

    def kind_last(self, at: np.ndarray) -> np.ndarray:
        """Row of the head that a name ending with these tokens has, or -1."""
        return self.heads_last[self.read.type_of[at]]

    def kind_first(self, at: np.ndarray) -> np.ndarray:
        """Row of the head that a name beginning with these tokens has, or -1."""
        return self.heads_first[self.read.type_of[at]]

    def together(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Whether pairs of tokens stand in the same sentence."""
        return self.read.sentence_of[one] == self.read.sentence_of[other]

    def loud(self, at: np.ndarray) -> np.ndarray:
        """How loud the sentences of these tokens are."""
        return self.setting.loud[self.read.sentence_of[at]]

    def behind_match(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """The first token behind the match that begins at each first token, up to the last."""
        match, at = self.match[first], first
        for _ in range(_LONGEST_MATCH):
            at = at + ((at < last) & (match >= 0) & (self.match[at] == match))
        return at

    def count(
        self, first: np.ndarray, stop: np.ndarray, flag: pl.Series | np.ndarray
    ) -> np.ndarray:
        """How many of the tokens from first up to stop have a flag of their type."""
        length = np.maximum(stop - first, 0)
        of_type = flag.to_numpy() if isinstance(flag, pl.Series) else flag
        flags = of_type[self.read.type_of[ranges(first, length)]]
        total = np.append(0, np.cumsum(flags))
        ends = np.cumsum(length)
        return total[ends] - total[ends - length]


def name_tokens(words: Words) -> np.ndarray:
    """Numbers of the tokens outside lexicon matches and titles whose capital speaks for a name."""
    able = _able(words.read.types)
    at = np.flatnonzero(able[words.read.type_of])
    at = at[words.match[at] < 0]
    common = words.flag(at, "is_common")
    unsure = words.setting.initial[at] | (words.loud(at) == HEADLINE)
    unsure &= ~is_coalition(words.read, at)
    at = at[~(common & unsure) & ~_is_title(words, at)]
    return _without_shouting(words, at)


def says_nothing(types: pl.DataFrame) -> pl.Series:
    """Types that are no names by themselves: letters, Roman numbers, directions, units."""
    return types["folded"].str.contains(_NOBODY)


def says_little(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether spans are of words that are no names even together: Member States, XV.

    Someone may be called Powers, but not the colonial Powers.
    """
    official = words.read.types["folded"].str.contains(_OFFICIAL).to_numpy()
    before = np.maximum(first - 1, 0)
    called = words.among(first, ("powers",))
    called &= ~(words.flag(before, "is_lower") & words.together(before, first))
    return ~called & (words.count(first, last + 1, official) == last + 1 - first)


def _able(types: pl.DataFrame) -> np.ndarray:
    folded = pl.col("folded")
    dotted = pl.col("is_initial") | folded.is_in(_DOTTED) | pl.col("shape").str.contains(r"^(X\.)+")
    return types.select(
        pl.col("is_capital")
        & ~folded.str.contains(_CALENDAR)
        & ~folded.is_in(_PRONOUN)
        & (~pl.col("is_dotted") | dotted)
    )["is_capital"].to_numpy()


def _is_title(words: Words, at: np.ndarray) -> np.ndarray:
    """Whether a token is a title, and not part of a name: `General` Assembly, Imran `Khan`."""
    before, behind = np.maximum(at - 1, 0), np.minimum(at + 1, len(words.match) - 1)
    capital = words.flag(behind, "is_capital") & words.together(at, behind)
    begins = capital & (words.kind_last(behind) >= 0)
    named = words.flag(before, "is_capital") & ~words.in_title[before] & (words.match[before] < 0)
    named &= words.together(at, before) & ~words.flag(before, "is_common")
    ends = named & (before < at) & ~capital
    return words.in_title[at] & ~begins & ~ends & ~words.among(at, _SAINTS)


def _without_shouting(words: Words, at: np.ndarray) -> np.ndarray:
    """Drop words in lines of capitals that the document does not write with a capital elsewhere."""
    kept = words.loud(at) != SHOUTED
    sure, shouted = at[kept & ~words.setting.initial[at]], at[~kept]
    given = words.flag(shouted, "is_given") & ~words.flag(shouted, "is_common")
    in_document = words.read.in_document
    kept[~kept] = given | among(in_document(shouted), in_document(sure))
    return at[kept]


def _cover(hits: Hits, n_tokens: int) -> np.ndarray:
    """For every token, the phrase that covers it, or -1."""
    length = hits.last - hits.first + 1
    cover = np.full(n_tokens, -1, dtype=np.int32)
    cover[ranges(hits.first, length)] = np.repeat(hits.phrase, length)
    return cover


def _heads(read: Reading, lexicon: Lexicon, position: str) -> np.ndarray:
    """For every type, its row in the lexicon's heads at a position, or -1."""
    known, heads = _heads_at(lexicon, position)
    return heads[known.rows(read.types["folded"])]


@lru_cache(maxsize=8)
def _heads_at(lexicon: Lexicon, position: str) -> tuple[Known, np.ndarray]:
    """Words of heads at a position, and the row of each among the heads; a last one for none."""
    heads = (
        lexicon.heads.with_row_index("head")
        .filter(pl.col("position") == position)
        .select(pl.col("head").cast(pl.Int64), word=pl.col("word").str.to_lowercase())
        .unique("word", keep="first", maintain_order=True)
    )
    return Known(heads["word"]), with_edge(heads["head"].to_numpy(), -1)


def _last_words(read: Reading, lexicon: Lexicon, *subkinds: str) -> np.ndarray:
    """For every type, whether it is the last word of names of some subkinds."""
    return _last_words_of(lexicon, subkinds).among(read.types["folded"])


@lru_cache(maxsize=16)
def _last_words_of(lexicon: Lexicon, subkinds: tuple[str, ...]) -> Known:
    wanted = pl.col("subkind").is_in(subkinds) & (pl.col("position") == "last")
    return Known(lexicon.heads.filter(wanted)["word"].str.to_lowercase().unique())


@lru_cache(maxsize=4)
def _name(lexicon: Lexicon, kind: str) -> np.ndarray:
    """For every alias, whether it names something of a kind (a place, and not its people)."""
    kinds = lexicon.aliases.join(
        lexicon.entities, on="entity_id", how="left", maintain_order="left"
    )
    return ((kinds["kind"] == kind) & (kinds["basis"] != "demonym")).to_numpy()
