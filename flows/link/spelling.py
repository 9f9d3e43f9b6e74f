"""Names as keys: what two spellings of one name have in common.

`marks` leaves out what says nothing about who is meant: case, diacritics, apostrophes, hyphens,
full stops. `sounds` also folds what transliterations disagree on (the tables of ALA-LC, BGN/PCGN
and the press differ in just these letters): doubled letters, ou/oo/o = u, y = i, q = k, gh = g,
dh = d, ae/oe/ue = a/o/u, a final h, ibn = bin, Abd al-/Abdul/Abdel, and the article, which goes
from inside a name and from the front of three words and more. `arabic` folds the short vowels, too
(e = a; ei, ey, ai, ay one sound). Those tell names apart elsewhere (Gary, Gerry), so it is for
names that are `is_arabic`.

Names with Roman or other numbers keep their `marks` (Louis XVI, Su-27), and words of up to four
letters their o (Kim Jong, Kim Jung).
"""

import polars as pl

from flows.extract.folding import fold

#: Elements of names transliterated from Arabic script, as `arabic` writes them.
_ELEMENTS = (
    "abu", "ahmad", "ali", "bin", "faisal", "haidar", "hamad", "hamid", "hasan", "husain",
    "ibrahim", "jafar", "kasim", "khalid", "mahmud", "mahdi", "muhamad", "mustafa", "nuri",
    "rahman", "said", "salah", "salih", "saud", "umar", "usama", "iusif", "iusuf", "zaid",
)  # fmt: skip
_ARTICLE = r"(?:al|el|ul|as|ash|ad|ar|an|at|az)"
_ARTICLES = (
    (rf"(?i)(^|[ -]){_ARTICLE}-", "${1}al "),
    (r"-", " "),
    (r"(?i)\babd(?: [aeu]l|[aeu]l)? ", "abd"),
    (r"(?i) [ae]l ", " "),
    # Of two words the first may be a given name: Al Gore.
    (r"(?i)^[ae]l (\S+ \S)", "${1}"),
    (r"(?i)^[ae]l ", "al "),
)
_SOUNDS = (
    (r"\babd[aeu]l([a-z]{2})", "abd${1}"),
    (r"\bibn\b", "bin"),
    (r"ph", "f"),
    (r"gh", "g"),
    (r"dh", "d"),
    (r"q|ck", "k"),
    (r"dj", "j"),
    # Schaefer, but not Michael.
    (r"([aou])e([a-z]{2})", "${1}${2}"),
    (r"ie?y|y", "i"),
    (r"([aeiou])h\b", "${1}"),
)
_LONG_SOUNDS = ((r"ou|oo", "u"), (r"o", "u"))
_LONG = 5
_VOWELS = ((r"[ea]i", "ai"), (r"ee", "i"), (r"o", "u"), (r"e", "a"))
_LETTERS = "abcdefghijklmnoprstuvwxyz"


def spellings(names: pl.Series) -> pl.DataFrame:
    """Keys of names, in their order: marks, sounds, arabic (String), is_arabic (Boolean)."""
    return _spelled(names).collect()


def spelling(names: pl.Series, key: str) -> pl.Series:
    """One of the keys of `spellings` alone, which takes half the time of all."""
    return _spelled(names).select(key).collect().to_series()


def _spelled(names: pl.Series) -> pl.LazyFrame:
    plain = pl.col("plain")
    keyed = (
        names.alias("name")
        .to_frame()
        .lazy()
        .select(plain=fold(pl.col("name")))
        .with_columns(
            marks=_marks(plain),
            bare=_marks(_replaced(plain, _ARTICLES)),
            article=plain.str.contains(rf"(?i)(?:^|[ -]){_ARTICLE}-\p{{L}}| (?:al|el|bin|ibn) "),
        )
        .with_columns(
            fixed=pl.col("marks").str.contains(r"\b[ivx]{2,}\b|\b[ivx]$|\p{N}"),
            sounds=_undoubled(_in_long_words(_replaced(pl.col("bare"), _SOUNDS), _LONG_SOUNDS)),
        )
        .with_columns(arabic=_undoubled(_replaced(pl.col("sounds"), _VOWELS)))
    )
    element = pl.col("arabic").str.contains(rf"\b(?:{'|'.join(_ELEMENTS)}|abd\w+)\b")
    return keyed.select(
        "marks",
        sounds=pl.when("fixed").then("marks").otherwise("sounds"),
        arabic=pl.when("fixed").then("marks").otherwise("arabic"),
        is_arabic=~pl.col("fixed") & (pl.col("article") | element),
    )


def _marks(plain: pl.Expr) -> pl.Expr:
    return (
        plain.str.to_lowercase()
        .str.replace_all(r"[^\p{L}\p{N}&+ -]", "")
        .str.replace_all(r"[ -]+", " ")
        .str.strip_chars()
        # J. B. = J.B. = JB
        .str.replace_all(r"\b(\p{L}) (\p{L})\b", "${1}${2}")
    )


def _replaced(text: pl.Expr, pairs: tuple[tuple[str, str], ...]) -> pl.Expr:
    for pattern, to in pairs:
        text = text.str.replace_all(pattern, to)
    return text


def _undoubled(key: pl.Expr) -> pl.Expr:
    return key.str.replace_many([2 * letter for letter in _LETTERS], list(_LETTERS))


def _in_long_words(key: pl.Expr, pairs: tuple[tuple[str, str], ...]) -> pl.Expr:
    word = pl.element()
    long = word.str.len_chars() >= _LONG
    return (
        key.str.split(" ")
        .list.eval(pl.when(long).then(_replaced(word, pairs)).otherwise(word))
        .list.join(" ")
    )
