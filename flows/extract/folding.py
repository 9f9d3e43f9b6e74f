"""What counts as the same letter: diacritics, apostrophes and hyphens folded away."""

import polars as pl

_STRAIGHT = dict.fromkeys("\u2018\u2019\u201b\u02bc\u02bb\u02bf\u02be\u02b9\u00b4\u0060\uff07", "'")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
#: Letters that have no decomposition in Unicode.
_LETTERS = dict(
    zip(
        ("ı", "ł", "Ł", "ø", "Ø", "đ", "Đ", "ß", "æ", "Æ", "œ", "Œ", "þ", "Þ", "ð", "Ð"),
        ("i", "l", "L", "o", "O", "d", "D", "ss", "ae", "Ae", "oe", "Oe", "th", "Th", "d", "D"),
        strict=True,
    )
)
_FOLDS = _STRAIGHT | _HYPHENS | _LETTERS


def fold(text: pl.Expr) -> pl.Expr:
    """Text (String) without diacritics and invisible joiners, with straight ' and -; case kept."""
    # Most text has nothing to fold, and nulls cost nothing.
    folded = (
        pl.when(~text.str.contains(r"^[ -~]*$"))
        .then(text)
        .str.normalize("NFKD")
        .str.replace_all(r"[\p{M}\u00ad\u200c\u200d]+", "")
        .str.replace_many(list(_FOLDS), list(_FOLDS.values()))
    )
    return pl.coalesce(folded, text)


def match_key(plain: pl.Expr) -> pl.Expr:
    """Folded text without the marks that spellings disagree on: U.S. = US, Da'wah = Dawah.

    A mark by itself stays: a name that ends in an apostrophe does not end in a full stop.
    """
    bare = plain.str.replace_all(r"[.']", "")
    return pl.when(bare == "").then(plain).otherwise(bare)


def straighten(name: pl.Expr) -> pl.Expr:
    """A name as it is listed: white space folded to one blank, apostrophes straight."""
    marks = list(_STRAIGHT)
    return name.str.replace_all(r"[\s\x1c-\x1f]+", " ").str.replace_many(marks, ["'"] * len(marks))
