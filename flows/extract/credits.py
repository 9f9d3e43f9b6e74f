"""Source lines: names that a text owes its report to, and does not report on.

`(BBC) (Reuters via Yahoo!)` behind a report names whom to thank for it. Such brackets hold names
and `via` alone, and stand

- in a sentence that holds nothing else, if they name a medium that the lexicon knows, or else at
  the end of a paragraph,
- at the end of a paragraph without a full stop behind them (`cut to 4.5% (BBC)`), or before the
  dash of a dateline (`KABUL (Reuters) -`), if they name such a medium and are no acronym of a name
  before them.

What stands between commas, slashes and `via` in them is one name (`Latin American Herald Tribune`)
and a medium, whatever its words look like (`Dawn`, `Manila Bulletin`), unless the lexicon knows all
of it. A single word keeps its article: The Hill.
"""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.arrays import begins, ends, ranges
from flows.extract.capitals import Words
from flows.extract.rows import Judged, rows_of
from flows.extract.runs import Spans
from flows.lexicon import Lexicon

_JUDGED = Judged("organization", "media", 0.7)
_MOST_INSIDE = 16
_SEPARATORS = ("via", ",", ";", ":", "/", "|")
_DOMAINS = ("com", "net", "org", "co", "uk", "au", "ca")
#: What brackets may hold besides separators, capitals, numbers and the lexicon's names.
_INSIDE = (
    *("and", "of", "the", "in", "on", "for", "&", "-", ".", "!", "'", "'s", "+"),
    *_DOMAINS,
)
#: What minutes put in brackets.
_ASIDES = ("applause", "laughter", "cheers", "interruption", "inaudible", "crosstalk", "pause")
_DASHES = ("-", "–", "—")
_STOPS = (".", "!", "?", '"', "”")
_BEFORE_ALL = -2


def credited(words: Words, found: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Found names (as from `find_names`), those of source lines put right, with `is_credit`."""
    brackets = _brackets(words, lexicon)
    inside = _covered(words, brackets)
    if not len(brackets.first):
        return found.with_columns(is_credit=pl.lit(value=False))
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    of_names = _covered(words, Spans(first, last, first))
    items = _items(words, inside, of_names)
    known = _known(words, items, _kinds(lexicon))
    named = _count(of_names, items) > 0
    matched = _matches(words, _keep(items, known))
    open_names = _titled(words, _keep(items, named & ~known))
    renewed = _covered(words, _keep(items, named | known))
    kept = found.filter(pl.Series(~renewed[first]))
    parts = [rows_of(words, names, _JUDGED, found.schema) for names in (matched, open_names)]
    names = pl.concat([kept, *parts]).sort("first")
    return names.with_columns(is_credit=pl.Series(inside[names["first"].to_numpy()]))


def _brackets(words: Words, lexicon: Lexicon) -> Spans:
    """The brackets of source lines, from ( to )."""
    brackets = _innermost(words)
    if not len(brackets.first):
        return brackets
    first, last = brackets.first, brackets.last
    gap = first[1:] - last[:-1] - 1
    listed = words.among(last[:-1] + 1, (",", ";", "and")) & (gap == 1)
    apart = ~(words.together(last[:-1], first[1:]) & ((gap == 0) | listed))
    begin, end = begins(len(first), apart), ends(len(first), apart)
    chain = np.cumsum(begin) - 1
    known = np.bincount(chain, _count(_tells(words, lexicon), brackets)) > 0
    names = _of_names(words, brackets)
    thanks = names[begin] & _thanks(words, first[begin], last[end], known)
    # What others stand among them does not matter where a medium is known: (background).
    return _keep(brackets, thanks[chain] & (names | known[chain]))


def _innermost(words: Words) -> Spans:
    """Short brackets within a sentence that hold no others."""
    of = words.read.type_of
    opening = np.flatnonzero((words.read.types["plain"] == "(").to_numpy()[of])
    closing = np.flatnonzero((words.read.types["plain"] == ")").to_numpy()[of])
    place = np.searchsorted(closing, opening)
    opening, place = opening[place < len(closing)], place[place < len(closing)]
    closing = closing[place]
    fits = np.append(opening[1:], len(of))[: len(opening)] > closing
    fits &= (closing - opening <= _MOST_INSIDE) & words.together(opening, closing)
    return Spans(opening[fits], closing[fits], np.zeros(fits.sum(), dtype=np.int64))


def _of_names(words: Words, brackets: Spans) -> np.ndarray:
    """Which brackets hold names and little else."""
    read = words.read
    inside = Spans(brackets.first + 1, brackets.last - 1, brackets.match)
    allowed = read.column("is_capital") | read.column("is_number") | read.column("is_particle")
    allowed |= read.types_among((*_INSIDE, *_SEPARATORS))
    allowed &= ~read.types_among(_ASIDES)
    named = read.column("is_capital")[read.type_of] | (words.match >= 0)
    fitting = allowed[read.type_of] | (words.match >= 0)
    return (_count(~fitting, inside) == 0) & (_count(named, inside) > 0)


def _thanks(words: Words, heads: np.ndarray, tails: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which chains of brackets are source lines; `known`: those with a medium of the lexicon."""
    sentences, of = words.read.sentences, words.read.sentence_of
    start = sentences["first_token"].to_numpy().astype(np.int64)
    end = np.append(start[1:], len(of))[of[tails]] - 1
    paragraph = pl.struct("doc", "paragraph_no")
    last = sentences.select((paragraph != paragraph.shift(-1)).fill_null(value=True)).to_series()
    last = last.to_numpy()[of[tails]]
    behind, before = np.minimum(tails + 1, len(of) - 1), np.maximum(heads - 1, 0)
    closed = (tails == end) | ((tails + 1 == end) & words.among(behind, (".", ",", ";")))
    begun = start[of[heads]] == heads
    stopped = ~begun & words.among(before, _STOPS)
    acronym = words.flag(before, "is_capital")
    acronym &= (words.match[before] < 0) | ~words.places[words.match[before]]
    dateline = (tails < end) & words.among(behind, _DASHES)
    trailing = last & ((tails == end) | (stopped & closed))
    return (begun & closed & (known | last)) | (known & ~acronym & (dateline | trailing))


def _items(words: Words, inside: np.ndarray, of_names: np.ndarray) -> Spans:
    """What separators and brackets part, from the first telling word to the last."""
    read, of = words.read, words.read.type_of
    parting = read.types_among((*_SEPARATORS, "(", ")"))
    telling = read.column("is_capital") | read.column("is_number") | read.types_among(_DOMAINS)
    at = np.flatnonzero(inside & ~parting[of])
    item = np.cumsum(np.diff(at, prepend=_BEFORE_ALL) != 1)
    says = telling[of[at]] | (words.match[at] >= 0) | of_names[at]
    at, item = at[says], item[says]
    apart = np.diff(item) != 0
    first, last = at[_first(at, apart)], at[_last(at, apart)]
    return Spans(first, last, np.zeros(len(first), dtype=np.int64))


def _known(words: Words, items: Spans, organizations: np.ndarray) -> np.ndarray:
    """Which items the lexicon knows word by word: organizations, or one name of any kind, unless it
    is no organization and has an article (The Australian).
    """
    match = words.match
    mark = ~words.read.column("is_word") | words.read.types_among(("the",))
    free = (match < 0) & ~mark[words.read.type_of]
    other = (match >= 0) & ~organizations[match]
    changes = np.append(True, match[1:] != match[:-1]) & (match >= 0)
    alone = (_count(changes, items) == 1) & ~words.among(items.first, ("the",))
    return (_count(free, items) == 0) & ((_count(other, items) == 0) | alone)


def _matches(words: Words, items: Spans) -> Spans:
    """The lexicon's names in items that it knows."""
    at = ranges(items.first, items.last - items.first + 1)
    at = at[words.match[at] >= 0]
    match = words.match[at].astype(np.int64)
    apart = (np.diff(at) != 1) | (np.diff(match) != 0)
    first, last = _first(at, apart), _last(at, apart)
    return Spans(at[first], at[last], match[first])


def _titled(words: Words, items: Spans) -> Spans:
    """Items without an article before several words."""
    several = words.among(items.first, ("the",)) & (items.last > items.first + 1)
    return Spans(items.first + several, items.last, items.match - 1)


@lru_cache(maxsize=4)
def _kinds(lexicon: Lexicon) -> np.ndarray:
    """For every alias, whether it names an organization."""
    return _entity_column(lexicon, "kind", "organization")


def _tells(words: Words, lexicon: Lexicon) -> np.ndarray:
    """Which tokens are `via` or belong to a medium of the lexicon."""
    via = words.read.types_among(("via",))[words.read.type_of]
    return via | ((words.match >= 0) & _media(lexicon)[words.match])


@lru_cache(maxsize=4)
def _media(lexicon: Lexicon) -> np.ndarray:
    """For every alias, whether it names a medium."""
    return _entity_column(lexicon, "subkind", "media")


def _entity_column(lexicon: Lexicon, column: str, value: str) -> np.ndarray:
    entities = lexicon.aliases.join(
        lexicon.entities, on="entity_id", how="left", maintain_order="left"
    )
    return (entities[column] == value).fill_null(value=False).to_numpy()


def _covered(words: Words, spans: Spans) -> np.ndarray:
    """For every token, whether a span holds it."""
    covered = np.zeros(len(words.match), dtype=bool)
    covered[ranges(spans.first, spans.last - spans.first + 1)] = True
    return covered


def _count(flags: np.ndarray, spans: Spans) -> np.ndarray:
    """How many tokens of each span are flagged."""
    length = spans.last - spans.first + 1
    total = np.append(0, np.cumsum(flags[ranges(spans.first, length)]))
    stop = np.cumsum(length)
    return total[stop] - total[stop - length]


def _first(at: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Which tokens begin a group of them, of none as well."""
    return begins(len(at), apart) if len(at) else np.zeros(0, dtype=bool)


def _last(at: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Which tokens end a group of them, of none as well."""
    return ends(len(at), apart) if len(at) else np.zeros(0, dtype=bool)


def _keep(spans: Spans, rows: np.ndarray) -> Spans:
    return Spans(*(column[rows] for column in spans))
