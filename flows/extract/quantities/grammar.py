"""The grammar of quantities: hedge, currency, number or range, scale, per cent or currency.

Written with `<name>` for named groups of fragments, `#name#` for word lists of the lexicon, a
blank for any white space and `~` for a blank or a hyphen.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from flows.extract.tokens import WHITE
from flows.lexicon import Lexicon

_WORD = r"(?:#ten#(?:~#one#)?|#one#)"
_NUMBER = (
    r"(?:\d[\d,]*(?:\.\d+)?(?:½| 1/2)?(?:(?:k|mn?|bn|tn|K|M|B)\b)?(?:~?#scale#)*"
    r"|#many# of #many#|#many#"
    rf"|(?:(?:half )?an? (?:few )?|several |few |a couple(?: of)? |{_WORD}~)?#scale#s?"
    rf"(?: (?:and )?(?:{_WORD} )?#scale#)*(?: (?:and )?{_WORD})?"
    rf"|{_WORD})\b"
)
_HEDGE = r"(?:(?P<hedge>#hedge#) )?"
_SIGN = r"(?:(?:US|A|C|HK)?(?P<sign>#currency_sign#) ?)?"
_SIGN2 = r"(?:(?:US|A|C|HK)?#currency_sign# ?)?"
_TAIL = r"(?: ?(?P<percent>%)|~(?P<share>per ?cent|percentage points?)\b|~(?P<money>#money#)\b)?"
_PRODUCTIONS = (
    rf"(?P<between>between|from) {_SIGN}(?P<number>{_NUMBER})(?: ?%| per ?cent)? (?:and|to) {_SIGN2}(?P<number2>{_NUMBER}){_TAIL}",
    rf"{_HEDGE}{_SIGN}(?P<number>{_NUMBER})(?: ?[-–—] ?| to ){_SIGN2}(?P<number2>{_NUMBER}){_TAIL}",
    rf"{_HEDGE}(?P<number>{_NUMBER}) or (?P<number2>{_NUMBER}){_TAIL}",
    rf"{_HEDGE}{_SIGN}(?P<number>{_NUMBER}){_TAIL}",
)


class Grammar(NamedTuple):
    """Productions with named groups, and one regex that matches any of them."""

    productions: tuple[str, ...]
    expression: str


@lru_cache(maxsize=4)
def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar with the lexicon's words in it, prepared once."""
    words = (
        pl.concat([lexicon.number_words, lexicon.quantity_words])
        .group_by("class", maintain_order=True)
        .agg("word")
    )
    lists = {kind: _any_of(found) for kind, found in words.iter_rows()}
    productions = tuple(_expand(template, lists) for template in _PRODUCTIONS)
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", regex) for regex in productions]
    return Grammar(productions, "(?:" + "|".join(nameless) + ")")


def _expand(template: str, lists: dict[str, str]) -> str:
    regex = re.sub(r"#(\w+)#", lambda found: lists[found[1]], template)
    regex = regex.replace(r"\b", r"(?-u:\b)").replace("~", rf"(?:{WHITE}+|[-‐‑–])")
    regex = regex.replace(" ?", f"{WHITE}*").replace(" ", f"{WHITE}+")
    return rf"(?i:{regex})"


def _any_of(words: list[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("\\ ", " ") for word in longest_first) + ")"
