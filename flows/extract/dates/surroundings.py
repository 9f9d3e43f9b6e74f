"""What anchoring takes from around an expression: its place, the day of its text, the tense."""

from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.arrays import with_edge
from flows.extract.dates.calendar import CODE, month_start
from flows.extract.known import Known
from flows.extract.reading import Reading
from flows.lexicon import Lexicon

#: No day, in arrays of days.
NOWHEN = np.iinfo(np.int64).min
#: A date line stands among so many first sentences, and takes up so much of its own.
_HEAD, _SHARE = 5, 0.3
#: How many words before a date leave it the opening of its sentence.
_OPENING = 2
#: How far from an expression a verb's tense tells whether it lies ahead: words.
_CUE_BEFORE, _CUE_BEHIND = 12, 4
_TO_BE = ("be", "get")


class Place(NamedTuple):
    """Where the rows stand: document, sentence (row), paragraph."""

    doc: np.ndarray
    sentence: np.ndarray
    paragraph: np.ndarray


def document_days(
    rows: pl.DataFrame, read: Reading, place: Place, published: np.ndarray
) -> np.ndarray:
    """Day of every document: published, or its date line; NOWHEN where neither is there.

    A date line is a full date that takes up a good part of one of the first sentences.
    """
    known = ~np.isnat(published)
    days = np.where(known, published.astype(np.int64), NOWHEN)
    length = (read.sentences["end"] - read.sentences["start"]).to_numpy()[place.sentence]
    full = (rows["how"] == "fixed") & rows["day"].is_not_null() & (rows["unit"] == CODE["month"])
    number = read.sentences["sentence_no"].to_numpy()[place.sentence]
    share = (rows["end"] - rows["start"]).to_numpy() / np.maximum(length, 1)
    line = full.to_numpy() & (number < _HEAD) & (share >= _SHARE)
    line = np.flatnonzero(line & ~known[place.doc])[::-1]
    start = month_start(rows["index"].to_numpy()[line]) + rows["day"].to_numpy()[line] - 1
    days[place.doc[line]] = start
    return days


class Signs(NamedTuple):
    """What the words before and behind each row say: `tense`, 1 where it lies ahead, -1
    behind, 0 where they do not say; whether it `opens` its sentence (In 2011, …); whether `since`
    leads it in.
    """

    tense: np.ndarray
    opens: np.ndarray
    since: np.ndarray

    @classmethod
    def of(cls, read: Reading, rows: pl.DataFrame, lexicon: Lexicon) -> Self:
        """Look around the rows."""
        at = rows["at"].to_numpy()
        first = read.sentences["first_token"].to_numpy()[read.sentence_of[at]]
        since = read.among(np.maximum(at - 1, 0), ("since",))
        return cls(_tense(read, rows, lexicon), at - first < _OPENING, since)


def _tense(read: Reading, rows: pl.DataFrame, lexicon: Lexicon) -> np.ndarray:
    """1 where the words around say that a date lies ahead, -1 behind, 0 where they do not say."""
    sign = _signs(read, lexicon)
    first, last, n = rows["at"].to_numpy(), rows["at_last"].to_numpy(), len(read.type_of) - 1
    tense = _called_for(read, rows).astype(np.int64)
    steps = [-k for k in range(1, _CUE_BEFORE + 1)] + list(range(1, _CUE_BEHIND + 1))
    for step in steps:
        at = np.clip((first if step < 0 else last) + step, 0, max(n, 0))
        same = read.sentence_of[at] == read.sentence_of[first]
        tense = np.where((tense == 0) & same, sign[at], tense)
    return tense


def _signs(read: Reading, lexicon: Lexicon) -> np.ndarray:
    """1 or -1 of every token that tells the tense. What was done by someone is over: a plan
    approved by the cabinet on Friday.
    """
    cues, signs = _cues(lexicon)
    sign = signs[cues.rows(read.types["folded"])][read.type_of]
    by = np.flatnonzero(read.types_among(("by",))[read.type_of])
    verb, *earlier = (np.maximum(by - step, 0) for step in (1, 2, 3))
    sentence = read.sentence_of
    done = read.of(verb, "is_lower") & (sentence[verb] == sentence[by]) & (sign[verb] == 0)
    done &= read.types["folded"].str.ends_with("ed").to_numpy()[read.type_of[verb]]
    for at in earlier:
        done &= ~(read.among(at, _TO_BE) & (sentence[at] == sentence[by]))
    sign[verb[done]] = -1
    return sign


def _called_for(read: Reading, rows: pl.DataFrame) -> np.ndarray:
    """Whether something is called for a day: elections for October 26, but not the arrests for
    October 26 attacks.
    """
    first, last, n = rows["at"].to_numpy(), rows["at_last"].to_numpy(), len(read.type_of) - 1
    before, behind = np.maximum(first - 1, 0), np.minimum(last + 1, n)
    sentence = read.sentence_of
    named = rows["day"].is_not_null().to_numpy() & read.among(before, ("for",))
    named &= sentence[before] == sentence[first]
    goes_on = (sentence[behind] == sentence[last]) & (behind > last)
    return named & ~(goes_on & read.of(behind, "is_word"))


@lru_cache(maxsize=4)
def _cues(lexicon: Lexicon) -> tuple[Known, np.ndarray]:
    """Words that tell the tense, and of each 1 or -1; a last 0 for all others."""
    cues = lexicon.time_words.filter(pl.col("class").str.starts_with("cue"))
    ahead = (cues["class"] == "cue_future").to_numpy()
    return Known(cues["word"]), with_edge(np.where(ahead, 1, -1), 0)
