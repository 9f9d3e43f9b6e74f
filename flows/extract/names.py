"""Mentions: the lexicon's matches and the open-vocabulary names around them.

Open names are found by rules alone: runs of capitals with the particles inside them, less
sentence-initial common words, titles, months and weekdays (`capitals`, `runs`), typed by what
stands in and around them (`evidence`); `agreement` makes them consistent within each document.
"""

from functools import lru_cache
from typing import Protocol

import numpy as np
import polars as pl

from flows.extract.capitals import Words, name_tokens, says_little, says_nothing
from flows.extract.credits import credited
from flows.extract.evidence import bodies, judge
from flows.extract.matching import Matcher, alias_matcher
from flows.extract.nicknames import with_nicknames
from flows.extract.reading import Reading
from flows.extract.roads import with_roads
from flows.extract.runs import Spans, find_runs
from flows.extract.setting import Setting
from flows.extract.tokens import NOTHING
from flows.extract.turns.names import with_speakers
from flows.lexicon import Lexicon

_CURRENCIES = ("$", "£", "€", "¥", "₤")


class OpenTagger(Protocol):
    """What finds open names instead of the rules, see `flows.tag`."""

    def names(self, words: Words, found: pl.DataFrame) -> pl.DataFrame:
        """Rows of `find_names` from those the rules found."""
        ...


def find_names(read: Reading, lexicon: Lexicon, tagger: OpenTagger | None = None) -> pl.DataFrame:
    """Named spans by place, without overlaps, by lexicon and rules or lexicon and tagger.

    Columns: first, last (Int64, token numbers), alias (Int64, row in `lexicon.aliases`, null for
    open names), kind, subkind, confidence (null for the lexicon's, which `link` fills in), n_words
    (Int64, capitalised words but particles), lone_start (Boolean, a word that owes its capital to
    its place), in_headline (Boolean), is_credit (Boolean, see `credits`).
    """
    words, found = by_rules(read, lexicon)
    named = found if tagger is None else tagger.names(words, found)
    named = with_nicknames(words, with_roads(words, _of_no_money(words, named)))
    return credited(words, with_speakers(words, named), lexicon)


def by_rules(read: Reading, lexicon: Lexicon) -> tuple[Words, pl.DataFrame]:
    """What the rules ask about the tokens, and the spans they find, as from `find_names`."""
    setting = Setting.of(read)
    matches = alias_matcher(lexicon).match(read, setting)
    titles = title_matcher(lexicon).match(read, setting)
    words = Words.of(read, setting, matches, titles, lexicon)
    spans = find_runs(words, name_tokens(words), Spans(*matches))
    spans = _bare(words, spans)
    is_open = spans.match < 0
    judged = judge(words, Spans(*(column[is_open] for column in spans)), lexicon)
    judged = judged.drop("evidence").with_columns(row=pl.Series(np.flatnonzero(is_open)))
    found = (
        pl.DataFrame({"first": spans.first, "last": spans.last, "alias": spans.match})
        .with_columns(
            alias=pl.when(pl.col("alias") >= 0).then("alias"),
            row=pl.int_range(pl.len()),
        )
        .join(judged, on="row", how="left", maintain_order="left")
        .drop("row")
    )
    told = pl.Series(_tells(words, spans)) | pl.col("alias").is_not_null()
    return words, found.filter(told)


def _of_no_money(words: Words, found: pl.DataFrame) -> pl.DataFrame:
    """Names without those of currencies: US$30 million is no naming of the country."""
    last = found["last"].to_numpy()
    behind = np.minimum(last + 1, len(words.match) - 1)
    tight = words.read.tokens["space"].to_numpy()[last] == NOTHING
    return found.filter(pl.Series(~(tight & words.among(behind, _CURRENCIES))))


@lru_cache(maxsize=4)
def title_matcher(lexicon: Lexicon) -> Matcher:
    """The lexicon's titles, prepared once; phrases are rows of `lexicon.titles`."""
    titles = lexicon.titles["title"]
    return Matcher.build(titles, pl.Series(["proper"] * len(titles)), lexicon)


def _bare(words: Words, spans: Spans) -> Spans:
    """Open names without a leading The, persons of the lexicon without the title before them."""
    more = spans.last > spans.first
    outside = words.among(spans.first, ("the",)) & (spans.match < 0)
    outside |= words.in_title[spans.first] & words.persons[spans.match] & (spans.match >= 0)
    return Spans(spans.first + (outside & more), spans.last, spans.match)


def _tells(words: Words, spans: Spans) -> np.ndarray:
    """Whether a span holds more than common words, titles and heads (`the Government`)."""
    types = words.read.types
    say = (types["is_capital"] & ~types["is_common"]).to_numpy()
    plain = say & (words.heads_last < 0) & (words.heads_first < 0)
    plain &= ~says_nothing(types).to_numpy()
    first, end, several = spans.first, spans.last + 1, spans.last > spans.first
    said, alone = words.count(first, end, say), words.count(first, end, plain) > 0
    alone |= bodies(words, first, spans.last)
    told = np.where(several, said > 0, alone & ~words.in_title[first])
    return told & ~says_little(words, first, spans.last)
