"""What written numbers say: `1,500`, `1.2m`, `two and a half`, `three dozen`, `hundreds of`."""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.lexicon import Lexicon

_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
#: Fractions as they are written in code (see `spotting`), what they are, and the regex of any.
FRACTIONS = {"_half": 0.5, "_three_quarters": 0.75, "_quarter": 0.25}
FRACTION = f"(?:{'|'.join(FRACTIONS)})"
_PARTS = re.compile(rf"\d[\d,]*(?:\.\d+)?|{FRACTION}|[a-z]+")
#: Classes behind a word in code (see `spotting`).
_TAGS = re.compile(r"/[^ ]*")


class Number(NamedTuple):
    """A number, or for `hundreds` the least it can be; `vague` where it says no more."""

    value: float | None
    vague: bool


@lru_cache(maxsize=4)
def number_words(lexicon: Lexicon) -> dict[str, tuple[str, float]]:
    """Number words with class and value."""
    rows = lexicon.number_words.select("word", "class", "value").iter_rows()
    return {word: (kind, float(value)) for word, kind, value in rows}


def parse_number(text: str, words: dict[str, tuple[str, float]]) -> Number:
    """The value of one written number, in words or in code; None where a word is not known.

    Vague words have the least value of their meaning (several 3, few 3, hundreds 100); a couple
    is 2.
    """
    total, group, vague, seen, scale = 0.0, 0.0, False, False, 1.0
    for part in _PARTS.findall(_TAGS.sub("", text.lower()).replace("1 | 2", "_half")):
        kind, value = _read(part, words)
        if kind == "skip":
            continue
        if kind == "unknown":
            return Number(None, vague=True)
        if kind in ("scale", "many"):
            base = group if group or seen else 1.0
            group = base * value
            if value >= 1000:
                total, group = total + group, 0.0
            scale = value
        elif kind == "fraction":
            # A million and a half.
            group += value * scale
        else:
            group += value
            scale = 1.0
        vague |= kind in ("many", "vague") and part != "couple"
        seen = True
    if not seen:
        return Number(1.0 if text.strip() in ("a", "an") else None, vague=False)
    return Number(total + group, vague)


def _read(part: str, words: dict[str, tuple[str, float]]) -> tuple[str, float]:
    if part[0].isdigit():
        return "digits", float(part.replace(",", ""))
    if part in FRACTIONS:
        return "fraction", FRACTIONS[part]
    if part in ("of", "and", "the", "very"):
        return "skip", 0.0
    if part in words:
        return words[part]
    if part in _SUFFIXES:
        return "scale", _SUFFIXES[part]
    return ("skip", 0.0) if part in ("a", "an") else ("unknown", 0.0)
