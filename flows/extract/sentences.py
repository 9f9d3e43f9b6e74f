"""Sentences: every visible character of a body belongs to exactly one.

A sentence ends with its paragraph (headlines, list items), and at . ! ? … (؟ 。 and their like),
with the quotes and brackets that close there and the marks of notes (`fell.[2]`, `fell.3`), when
white space and something that can begin a sentence follow: a capital, a digit, a letter without
case, an opening quote or bracket. Full stops of abbreviations that never end a sentence and of
initials are parts of their words (see `tokens`). ! and ? within short brackets end none (`(AP via
Yahoo! News)`). `U.S.` and other abbreviations that may end a sentence, and ellipses, do so before a
capitalised common word only ("in the U.S. The"): states only before one of the small words that
sentences begin with, for the others may go on with a name (U.S. Open), and times not before a day
(10 p.m. Friday). A number or letter with a full stop at the
beginning ("95. Mr. President") belongs to the sentence it numbers. The label of a turn in a
transcript (`MR. LAVROV:`, see `turns`) is a sentence of its own, and begins a paragraph.
"""

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, running, with_edge
from flows.extract.paragraphs import paragraph_ends
from flows.extract.tokens import NOTHING, Tokens
from flows.extract.turns.labels import TurnLabels

_STOPS = (".", "!", "?", "…", "؟", "۔", "।", "։")
#: Full stops of scripts that write no blank behind them.
_SOLID_STOPS = ("。", "！", "？", "｡")
_CLOSERS = ('"', "'", "”", "’", "»", ")", "]", "}", "」", "』", "）")
_OPENERS = ('"', "'", "“", "‘", "«", "(", "[", "{", "¿", "¡", "„", "「", "『", "（", "•")
_STARTERS = ("$", "€", "£", "@", "#")
_STATES = ("U.S.", "U.S.A.", "U.N.", "U.K.", "E.U.")
_TIMES = ("a.m.", "p.m.")
_DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
#: What sentences begin with and names of offices, courts and matches do not.
_OPENING = (
    *("a", "an", "the", "this", "that", "these", "those", "it", "he", "she", "we", "they", "i"),
    *("you", "there", "his", "her", "its", "their", "our", "my", "your", "one", "two", "three"),
    *("four", "five", "six", "seven", "eight", "nine", "ten", "some", "many", "most", "more"),
    *("all", "both", "several", "few", "no", "none", "nobody", "nothing", "anyone", "everyone"),
    *("each", "every", "another", "other", "others", "in", "on", "at", "by", "for", "from", "with"),
    *("without", "of", "to", "as", "after", "before", "since", "until", "during", "over", "about"),
    *("against", "among", "between", "despite", "because", "while", "when", "where", "if"),
    *("although", "though", "unless", "but", "and", "or", "yet", "however", "so", "then", "now"),
    *("today", "tomorrow", "yesterday", "later", "meanwhile", "also", "still", "even", "only"),
    *("just", "not", "never", "is", "was", "were", "are", "had", "has", "have", "will", "would"),
    *("can", "could", "do", "did", "does", "what", "which", "who", "why", "how", "here", "such"),
    *("instead", "additionally", "moreover", "furthermore", "apart", "usually", "earlier"),
    *("last", "next", "according", "once", "perhaps", "indeed", "thus", "therefore", "overall"),
)
_MOST_CLOSERS = 3
_SHORT_BRACKET = 12
#: Notes behind one sentence, tokens of one, and letters of a word that a bare number is one behind.
_MOST_NOTES, _LONG_NOTE, _NOTED = 4, 5, 3


def split(read: Tokens, labels: TurnLabels) -> tuple[np.ndarray, pl.DataFrame]:
    """Sentence of every token, and the sentences.

    Returns row numbers into the sentences (UInt32), and the sentences with `doc` (UInt32),
    `sentence_no` and `paragraph_no` (Int32, both from 0 in each document), `start`, `end` (Int32),
    `first_token` (UInt32, row number in the tokens) and `is_label` (Boolean).
    """
    tokens = read.tokens
    paragraph_end = paragraph_ends(read)
    paragraph_end[labels.first[labels.first > 0] - 1] = True
    ends = paragraph_end.copy()
    ends[_ends_inside(read, paragraph_end)] = True
    ends[ranges(labels.first, labels.colon - labels.first)] = False
    ends[labels.colon] = True
    last = np.flatnonzero(ends)
    first = np.concatenate(([0], last[:-1] + 1))[: len(last)]
    numbers = np.repeat(np.arange(len(last), dtype=np.uint32), last - first + 1)
    paragraph = np.cumsum(paragraph_end[last]) - paragraph_end[last]
    sentences = pl.DataFrame(
        {
            "doc": tokens["doc"].to_numpy()[last],
            "paragraph": paragraph,
            "start": tokens["start"].to_numpy()[first],
            "end": tokens["end"].to_numpy()[last],
            "first_token": first.astype(np.uint32),
            "is_label": np.isin(last, labels.colon),
        }
    ).select(
        "doc",
        pl.int_range(pl.len(), dtype=pl.Int32).over("doc").alias("sentence_no"),
        (pl.col("paragraph") - pl.col("paragraph").min().over("doc"))
        .cast(pl.Int32)
        .alias("paragraph_no"),
        "start",
        "end",
        "first_token",
        "is_label",
    )
    return numbers, sentences


def _ends_inside(read: Tokens, paragraph_end: np.ndarray) -> np.ndarray:
    """Numbers of the tokens that end a sentence within a paragraph."""
    space = read.tokens["space"].to_numpy()
    marks = _marks(read.types)
    types = read.tokens["type"].to_numpy()
    stop = np.flatnonzero(marks["stop"].to_numpy()[types] & ~paragraph_end)
    followed = marks["full"].to_numpy()[types[stop + 1]] & (space[stop] == NOTHING)
    stop = stop[~followed]
    end = stop.copy()
    closer = marks["closer"].to_numpy()
    for _ in range(_MOST_CLOSERS):
        closes = (space[end] == NOTHING) & ~paragraph_end[end]
        end[closes] += closer[types[end[closes] + 1]]
    end = _behind_notes(read, stop, end, paragraph_end)
    inside = ~paragraph_end[end]
    stop, end = stop[inside], end[inside]
    spaced = (space[end] != NOTHING) | marks["solid"].to_numpy()[types[stop]]
    certain = _begins(read, marks, end + 1)
    unsure = _unsure(read, marks, stop, end + 1)
    maybe = marks["maybe"].to_numpy()[types[stop]] | _is_ellipsis(read, stop)
    found = spaced & np.where(maybe, unsure, certain) & ~_bracketed(read, stop)
    return _without_numbering(read, marks, stop[found], end[found], paragraph_end)


def _unsure(read: Tokens, marks: pl.DataFrame, stop: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Whether sentences begin at these tokens behind stops that end one or not."""
    types = read.tokens["type"].to_numpy()
    begins = marks["common_capital"].to_numpy()[types[at]]
    words = read.types.select(
        state=pl.col("word").is_in(_STATES),
        time=pl.col("folded").is_in(_TIMES),
        opening=pl.col("folded").is_in(_OPENING),
        day=pl.col("folded").is_in(_DAYS),
    )
    of_stop, of_next = words[types[stop]], words[types[at]]
    small = (~of_stop["state"] | of_next["opening"]).to_numpy()
    return begins & small & ~(of_stop["time"] & of_next["day"]).to_numpy()


def _behind_notes(
    read: Tokens, stop: np.ndarray, end: np.ndarray, paragraph_end: np.ndarray
) -> np.ndarray:
    """Ends behind the marks of notes that are glued to them: fell.[2][note 3] It, fell.3 It."""
    types, space = (read.tokens[name].to_numpy() for name in ("type", "space"))
    word, n = read.types["word"], len(types)
    closes = np.append(np.flatnonzero((word == "]").to_numpy()[types]), n)
    opening, paragraph = (word == "[").to_numpy(), running(paragraph_end)
    for _ in range(_MOST_NOTES):
        behind = np.minimum(end + 1, n - 1)
        close = closes[np.searchsorted(closes, behind)]
        noted = (space[end] == NOTHING) & opening[types[behind]] & (close - behind <= _LONG_NOTE)
        noted &= paragraph[close] == paragraph[end]
        end = np.where(noted, close, end)
    behind, before = np.minimum(end + 1, n - 1), np.maximum(stop - 1, 0)
    number = read.types.select(pl.col("word").str.contains(r"^\p{N}{1,3}$")).to_series().to_numpy()
    # But N10.9 billion.
    long = read.types["word"].str.contains(rf"^[^\p{{N}}]{{{_NOTED},}}$").to_numpy()
    noted = (space[end] == NOTHING) & number[types[behind]] & long[types[before]]
    return end + noted


def _bracketed(read: Tokens, stop: np.ndarray) -> np.ndarray:
    """Which ! and ? stand in brackets that open and close a few words away."""
    types = read.tokens["type"].to_numpy()
    words = read.types["word"]
    brackets = np.flatnonzero(words.is_in(["(", ")"]).to_numpy()[types])
    opens = with_edge((words == "(").to_numpy()[types[brackets]], edge=False)
    place = np.searchsorted(brackets, stop)
    before, behind = (
        with_edge(brackets, len(types))[place - 1],
        with_edge(brackets, len(types))[place],
    )
    inside = (place > 0) & opens[place - 1] & (place < len(brackets)) & ~opens[place]
    loud = words.is_in(["!", "?"]).to_numpy()[types[stop]]
    return loud & inside & (behind - before <= _SHORT_BRACKET)


def _marks(types: pl.DataFrame) -> pl.DataFrame:
    word = pl.col("word")
    solid, maybe = word.is_in(_SOLID_STOPS), pl.col("ends_sentence") == 1
    return types.select(
        stop=word.is_in(_STOPS) | solid | maybe,
        full=word.is_in(_STOPS) | solid,
        solid=solid,
        maybe=maybe | (word == "…"),
        closer=word.is_in(_CLOSERS),
        opener=word.is_in(_OPENERS),
        starter=word.is_in(_STARTERS)
        | pl.col("is_number")
        | (pl.col("is_word") & ~pl.col("is_lower")),
        common_capital=pl.col("is_common") & pl.col("is_capital"),
        point=word == ".",
        numbering=word.str.contains(r"^(?:\p{N}{1,3}|[a-zA-Z]|[IVXLC]+)$"),
    )


def _begins(read: Tokens, marks: pl.DataFrame, at: np.ndarray) -> np.ndarray:
    """Whether a sentence can begin at these tokens."""
    types = read.tokens["type"].to_numpy()
    starter, opener = marks["starter"].to_numpy(), marks["opener"].to_numpy()
    behind = np.minimum(at + 1, len(types) - 1)
    quoted = opener[types[at]] & (starter[types[behind]] | opener[types[behind]])
    return starter[types[at]] | quoted


def _is_ellipsis(read: Tokens, stop: np.ndarray) -> np.ndarray:
    point = (read.types["word"] == ".").to_numpy()
    types, space = read.tokens["type"].to_numpy(), read.tokens["space"].to_numpy()
    before = np.maximum(stop - 1, 0)
    return point[types[stop]] & point[types[before]] & (space[before] == NOTHING) & (stop > 0)


def _without_numbering(
    read: Tokens, marks: pl.DataFrame, stop: np.ndarray, end: np.ndarray, paragraph_end: np.ndarray
) -> np.ndarray:
    """Ends without those that would cut off a mere number: `95.`, `IV.`."""
    types = read.tokens["type"].to_numpy()
    before = np.maximum(stop - 1, 0)
    short = marks["numbering"].to_numpy()[types[before]] & marks["point"].to_numpy()[types[stop]]
    begins = np.zeros(len(types) + 1, dtype=bool)
    begins[0] = True
    begins[1:] = paragraph_end
    begins[end + 1] = True
    return end[~(short & begins[before])]
