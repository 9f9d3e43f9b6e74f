"""Numbers that name, count off or tell an age, and count nobody: 3rd, F-16, 95., Article 51, 2-1,
aged 6, Mary Roe, 34.
"""

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.extract.spotting import Spots
from flows.extract.tokens import NOTHING as TIGHT
from flows.lexicon import Lexicon

_AGES = ("aged", "ages", "age")
#: What a number behind it is the name of, not how many.
_NUMBERED = (
    "no", "no.", "number", "article", "articles", "resolution", "chapter", "flight", "page",
    "section", "paragraph", "paragraphs", "figure", "table", "#", "part", "volume", "phase",
    "level", "route", "highway", "channel", "group", "item", "items", "agenda", "rule", "goal",
    "goals", "protocol", "annex", "day", "session", "/", ":", "'", "+", "_", "=", "*", "^",
)  # fmt: skip
#: Who may have an age behind a comma.
_SOMEONE = (
    *("man", "woman", "boy", "girl", "teenager", "teen", "suspect", "driver", "victim", "mother"),
    *("father", "son", "daughter", "brother", "sister", "wife", "husband", "child", "baby"),
    *("grandmother", "grandfather", "student", "officer", "soldier", "resident", "native"),
    *("passenger", "pedestrian", "gunman", "attacker", "bomber", "cousin", "nephew", "niece"),
)
_PLACED = ("in", "at", "near", "outside", "around", "from", "across")
_PERIODS = ("year", "years", "month", "months", "week", "weeks", "day", "days")
_MOST_WORDS = 4


def is_label(read: Reading, spots: Spots, values: pl.DataFrame, lexicon: Lexicon) -> np.ndarray:
    """Whether numbers name, count off or tell an age rather than count."""
    ordinals = lexicon.number_words.filter(pl.col("class") == "ordinal")["word"]
    n, of, space = len(read.type_of) - 1, read.type_of, read.tokens["space"].to_numpy()
    if not len(spots.first):
        return np.zeros(0, dtype=bool)
    before, behind = np.maximum(spots.first - 1, 0), np.minimum(spots.last + 1, n)
    sentence = read.sentence_of
    has_before = (sentence[before] == sentence[spots.first]) & (spots.first > 0)
    has_behind = (sentence[behind] == sentence[spots.last]) & (behind > spots.last)
    tight_before = has_before & (space[before] == TIGHT)
    tight_behind = has_behind & (space[spots.last] == TIGHT)
    marks = read.types.select(
        glue=pl.col("is_word")
        | pl.col("is_number")
        | pl.col("word").is_in(["/", ":", "#", "_", "'", "@"]),
        hyphen=pl.col("plain").is_in(["-", "—"]),
        stop=pl.col("word").is_in([".", ")"]),
        named=pl.col("folded").is_in(_NUMBERED) | (pl.col("is_capital") & ~pl.col("is_common")),
        age=pl.col("folded").is_in(["year", "month", "week", "day", "yr", *ordinals]),
        bracket=pl.col("word").is_in(["(", "["]),
        point=pl.col("word").is_in([".", ","]),
        lettered=pl.col("word").str.contains(r"^\p{L}.*\p{N}$"),
        digits=pl.col("is_number"),
    )

    def is_(name: str, at: np.ndarray) -> np.ndarray:
        return marks[name].to_numpy()[of[at]]

    simple, ranged = values["simple"].to_numpy(), values["ranged"].to_numpy()
    glued = (tight_before & is_("glue", before)) | (tight_behind & is_("glue", behind))
    glued |= tight_before & is_("hyphen", before) & (simple | ranged)
    later = np.minimum(behind + 1, n)
    aged = is_("age", later) & (sentence[later] == sentence[spots.last])
    glued |= tight_behind & is_("hyphen", behind) & aged
    # Only the rest of a number that letters stand before: N10.9 billion, K12 million.
    further = np.maximum(before - 1, 0)
    point = tight_before & is_("point", before) & (space[further] == TIGHT) & (further < before)
    lettered = is_("lettered", np.where(point, further, before))
    glued |= lettered & has_before & (point | ~is_("digits", spots.first))
    listed = (
        (~has_before | (has_before & is_("bracket", before))) & has_behind & is_("stop", behind)
    )
    listed &= simple
    named = has_before & is_("named", before) & simple & (values["measure"].is_null()).to_numpy()
    named |= simple & values["measure"].is_null().to_numpy() & _age(read, spots)
    named |= simple & _in_name(read, spots)
    return (
        glued
        | listed
        | named
        | _years_old(read, spots)
        | ((simple | ranged) & _counts_nobody(read, spots))
    )


def _counts_nobody(read: Reading, spots: Spots) -> np.ndarray:
    """Aged 6, aged 12 to 14, the latter of aged 6 and 8; nor does one in three count three."""
    one, two, three = (np.maximum(spots.first - back, 0) for back in (1, 2, 3))
    sentence = read.sentence_of
    age = read.among(one, _AGES) & (sentence[one] == sentence[spots.first])
    near = sentence[three] == sentence[spots.first]
    age |= read.among(one, ("and",)) & read.among(three, _AGES) & near
    near = sentence[two] == sentence[spots.first]
    return age | (read.among(one, ("in",)) & read.among(two, ("one", "1")) & near)


def _years_old(read: Reading, spots: Spots) -> np.ndarray:
    """Seven years old, the 93 year-old."""
    n, sentence = len(read.type_of) - 1, read.sentence_of
    period = np.minimum(spots.last + 1, n)
    then = np.minimum(period + 1, n)
    then = np.minimum(then + read.among(then, ("-",)), n)
    old = read.among(period, _PERIODS) & read.among(then, ("old", "olds"))
    return old & (sentence[then] == sentence[spots.first])


def _in_name(read: Reading, spots: Spots) -> np.ndarray:
    """Ninety Mile Beach, where it does not begin a sentence or a line of capitals."""
    n, sentence = len(read.type_of) - 1, read.sentence_of
    before, behind = np.maximum(spots.first - 1, 0), np.minimum(spots.last + 1, n)
    big = read.of(spots.first, "is_capital") & read.of(spots.first, "is_word")
    inside = (sentence[before] == sentence[spots.first]) & read.of(before, "is_lower")
    inside &= (sentence[behind] == sentence[spots.first]) & read.of(behind, "is_capital")
    return big & inside


def _age(read: Reading, spots: Spots) -> np.ndarray:
    """Whether numbers say how old someone is: Mary Roe, 34, was killed; the driver (23) fled.

    Not behind where something was: in Mosul, 34, most of them women, were killed.
    """
    n, sentence = len(read.type_of) - 1, read.sentence_of
    before, behind = np.maximum(spots.first - 1, 0), np.minimum(spots.last + 1, n)
    name, then = np.maximum(spots.first - 2, 0), np.minimum(spots.last + 2, n)
    comma = read.among(before, (",",)) & read.among(behind, (",", ";", "."))
    # Mary Roe, 34 and John Roe, 36.
    joined = read.among(behind, ("and",)) & read.of(then, "is_capital")
    comma |= read.among(before, (",",)) & joined & read.of(name, "is_capital")
    bracket = read.among(before, ("(",)) & read.among(behind, (")",))
    someone = read.of(name, "is_capital") | read.among(name, _SOMEONE)
    start = name
    for _ in range(_MOST_WORDS):
        more = read.of(start, "is_capital") & ~read.among(start, _PLACED)
        start = np.where(more, np.maximum(start - 1, 0), start)
    placed = read.among(start, _PLACED) & read.of(name, "is_capital")
    # Who is 34, he was 34.
    closed = read.among(behind, (",", ";", "."))
    is_so = read.among(before, ("is", "was", "turned")) & read.among(name, ("who", "he", "she"))
    someone = (someone & ~placed & (comma | bracket)) | (is_so & closed)
    whole = (sentence[name] == sentence[spots.first]) & (sentence[behind] == sentence[spots.last])
    return someone & whole
