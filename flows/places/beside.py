"""What stands beside a name: `Athens, Georgia`, `Tripoli (Lebanon)`, `Paris, TX`, `near Hit`."""

import numpy as np
import polars as pl

from flows.extract.arrays import begins
from flows.extract.reading import Reading
from flows.places.atlas import ADMIN1, COUNTRY, NONE, Atlas
from flows.places.questions import Questions

_MARKS = (",", "(")
_WIDE = ("region", "country")
_PREPOSITIONS = ("in", "near", "from", "outside")
#: What is called by its place: `a Winona man`, `Lancaster police`, `Clay and Grant counties`.
_SHARED = ("counties", "townships")
_LOCALS = ("man", "woman", "resident", "residents", "police", "county", "township", *_SHARED)
#: Between what is listed, one or two of them.
_BETWEEN = (",", "and", "or")


def behind_preposition(reading: Reading, linked: pl.DataFrame) -> np.ndarray:
    """Whether each mention stands right behind a preposition of place."""
    first = linked["first"].to_numpy()
    before = np.maximum(first - 1, 0)
    return reading.among(before, _PREPOSITIONS) & _together(reading, before, first)


def before_local(reading: Reading, linked: pl.DataFrame, lists: np.ndarray) -> np.ndarray:
    """Whether who or what is called by its place stands right behind each mention, or in the plural
    behind the list it is in (`lists`, as from `enumerated`).
    """
    last = linked["last"].to_numpy()
    behind = np.minimum(last + 1, len(reading.type_of) - 1)
    word = reading.types["word"].gather(reading.type_of[behind])
    beside = _together(reading, last, behind)
    shared = word.is_in(_SHARED).to_numpy() & beside
    return (word.is_in(_LOCALS).to_numpy() & beside) | np.isin(lists, lists[shared])


def enumerated(reading: Reading, linked: pl.DataFrame) -> np.ndarray:
    """Numbers of the lists that mentions stand in: `Ohio, Georgia and Texas` is one."""
    first, last = linked["first"].to_numpy(), linked["last"].to_numpy()
    mark = reading.types_among(_BETWEEN)[reading.type_of]
    one, two = last[:-1] + 1, first[1:] - 1
    near = (two == one) | (two == one + 1)
    one, two = np.where(near, one, 0), np.where(near, two, 0)
    joined = near & mark[one] & mark[two] & _together(reading, last[:-1], first[1:])
    return np.cumsum(begins(linked.height, ~joined)) - 1


def before_division(reading: Reading, linked: pl.DataFrame, atlas: Atlas) -> np.ndarray:
    """Whether a comma and a place, or a division's postal code, stand behind each mention."""
    known = np.zeros(len(reading.type_of), dtype=bool)
    known[linked.filter(kind="place")["first"].to_numpy()] = True
    word = _beyond_mark(reading, linked["last"].to_numpy())
    return (known[word] | (_postal(reading, word, atlas) >= 0)) & (word >= 0)


def division_behind(reading: Reading, linked: pl.DataFrame, atlas: Atlas) -> np.ndarray:
    """What stands behind a comma or bracket behind each mention of a smaller place: a number for
    each known division or country, -1 without.
    """
    wide = pl.col("subkind").is_in(_WIDE) & (pl.col("method") == "lexicon")
    is_wide = linked.select(wide.fill_null(value=False)).to_series().to_numpy()
    number = np.full(len(reading.type_of), NONE)
    divisions = linked.filter(is_wide)
    number[divisions["first"].to_numpy()] = divisions["name_code"].to_numpy() + len(atlas.feature)
    word = _beyond_mark(reading, linked["last"].to_numpy())
    behind = np.where(number[word] == NONE, _postal(reading, word, atlas), number[word])
    return np.where((word >= 0) & ~is_wide, behind, NONE)


def told(reading: Reading, linked: pl.DataFrame, questions: Questions, atlas: Atlas) -> np.ndarray:
    """Which answers (rows of `questions.answers`) the words behind a mention of theirs bear out.

    Both ends count: in `Athens, Georgia` the city in the state, and the state with such a city.
    """
    of_mention = questions.of_mention
    word = _beyond_mark(reading, linked["last"].to_numpy())
    begins = np.full(len(reading.type_of), NONE)
    begins[linked["first"].to_numpy()] = of_mention
    beside = pl.DataFrame(
        {"inner": of_mention, "outer": begins[word], "around": _postal(reading, word, atlas)}
    ).filter((pl.col("inner") >= 0) & pl.Series(word >= 0))
    answers = questions.answers.with_row_index("answer")
    around = answers.select(outer="question", around="place", outer_answer="answer")
    named = beside.filter(pl.col("outer") >= 0).select("inner", "outer").unique(maintain_order=True)
    coded = beside.filter(pl.col("outer") < 0, pl.col("around") >= 0).select("inner", "around")
    pairs = pl.concat(
        [named.join(around, on="outer"), coded.unique(maintain_order=True)], how="diagonal"
    ).join(answers.select(inner="question", place="place", answer="answer"), on="inner")
    right = pairs.filter(
        pl.Series(_inside(pairs["place"].to_numpy(), pairs["around"].to_numpy(), atlas))
    )
    result = np.zeros(answers.height, dtype=bool)
    for column in ("answer", "outer_answer"):
        result[right[column].drop_nulls().to_numpy()] = True
    return result


def _beyond_mark(reading: Reading, last: np.ndarray) -> np.ndarray:
    """The word behind a comma or bracket behind each token, in its sentence; -1 without."""
    end = len(reading.type_of) - 1
    mark, word = np.minimum(last + 1, end), np.minimum(last + 2, end)
    marks = reading.types["word"].is_in(_MARKS).to_numpy()
    return np.where(marks[reading.type_of[mark]] & _together(reading, last, word), word, NONE)


def _together(reading: Reading, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether two tokens are two, of one sentence."""
    return (reading.sentence_of[a] == reading.sentence_of[b]) & (a != b)


def _postal(reading: Reading, at: np.ndarray, atlas: Atlas) -> np.ndarray:
    """The division whose postal code each of these tokens is, -1 for others."""
    word = reading.types.select("word")
    found = word.join(atlas.postal, on="word", how="left", maintain_order="left")
    return found["place"].fill_null(NONE).to_numpy()[reading.type_of[at]]


def _inside(place: np.ndarray, around: np.ndarray, atlas: Atlas) -> np.ndarray:
    """Whether a place lies in a country or first-level division."""
    wide = np.isin(atlas.feature[around], (COUNTRY, ADMIN1))
    held = (atlas.country[place] == around) | (atlas.admin1[place] == around)
    return wide & held & (place != around)
