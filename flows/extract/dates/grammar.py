"""The grammar of temporal expressions: one regex per production, named groups for its parts.

A production is written with `<name>` for the words of one class (`lexicon.time_words`) or one of
the fragments below, and with a blank for any white space. What a group says is the same in every
production, so that all of them are read alike (see `meaning`). Where two productions match at the
same place, the first one listed wins, so the longer stands before the shorter.

Extents follow TimeML (Saurí et al. 2006): determiners and modifiers are inside ("the past two
weeks", "early 2014"), prepositions are not.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from flows.extract.tokens import WHITE
from flows.lexicon import Lexicon

_ORD = "(?:st|nd|rd|th)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1[0-9]|20|21)\d\d"

#: Pieces of productions that are no word lists; `#one#` is a list without a name, `~` a blank or
#: a hyphen, `\b` the bound of a word.
_FRAGMENTS = {
    "year": rf"(?P<year>{_YEAR})\b",
    "year2": rf"(?P<year2>{_YEAR}|\d\d)\b",
    "mm": r"(?P<mm>0[1-9]|1[0-2])\b",
    "dd": rf"(?P<day>{_DAY})\b",
    "day": rf"(?P<day>{_DAY}){_ORD}?\b",
    "day2": rf"(?P<day2>{_DAY}){_ORD}?\b",
    "hour": r"(?P<hour>[01]?\d|2[0-4])",
    "minute": r"(?P<minute>[0-5]\d)",
    "second": r"(?P<second>[0-5]\d)",
    "ampm": r"(?P<ampm>(?i:[ap]\.?m))\b\.?",
    "the": r"(?:(?P<the>(?i:the)) )?",
    "to": r"(?: ?[-–—] ?| (?:to|and|or|through|until|till) )",
    "ordinal": rf"(?P<ordinal>(?i:#ordinal#)|\d\d?{_ORD})\b",
    "of_part": r"(?:(?:(?i:the) )?<part>(?:~(?:in |of )?(?:the )?))?",
    "apart": r"(?:<when>~)?",
    "when": r"(?P<part>(?i:early|late|mid|later|earlier))\b",
    "kindly": r"(?:(?:fiscal|calendar|school|academic|financial|business|full|whole|entire) )?",
    "number": r"(?P<number>(?i:#num#))\b",
    "number2": r"(?P<number2>(?i:#num#))\b",
    "unit_s": r"(?P<unit>(?i:#units#|#unit#))\b",
    "units": r"(?P<unit>(?i:#units#))\b",
    "ago": r"(?P<ago>(?i:ago|earlier|later))\b",
    "approx": r"(?:(?P<approx>(?i:about|around|almost|nearly|approximately|roughly|more than|"
    r"less than|fewer than|at least|at most|up to|as many as|as little as)) )?",
    "more": r"(?:(?:more|full|straight|consecutive|additional|long|short|other|working) )?",
}
_NUMBER = (
    r"(?:\d[\d,]*(?:\.\d+)?(?: 1/2|½)?|½"
    r"|(?:a |the )?couple(?: of)?|(?:a |the )?(?:very )?few|several|many|some"
    r"|half an?|one and a half|#many#(?: of)?"
    r"|(?:a |#one#|#ten#(?:~#one#)?)(?: ?#scale#)+"
    r"|#ten#~#one#|#ten#|#one#(?: and a half)?|an?)"
)

_PRODUCTIONS: tuple[tuple[str, str], ...] = (
    (
        "date",
        r"<year>-<mm>-<dd>(?:(?:T| )<hour>:<minute>(?::<second>(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
    ),
    ("date", r"(?P<year>(?:19|20)\d\d)(?P<mm>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"),
    ("slashed", r"(?P<first>\d\d?)/(?P<second_>\d\d?)/(?P<short>(?:19|20)?\d\d)"),
    ("date", r"(?P<day>\d\d?)\.(?P<mm>\d\d?)\.<year>"),
    (
        "time",
        r"<hour>(?:[:.]<minute>(?::<second>)?)? ?<ampm>(?: \(?<zone>\)?)?(?:,? (?:<weekday>|<deixis>))?",
    ),
    ("time", r"<hour>:<minute>(?::<second>)?(?: \(?<zone>\)?)?(?:,? (?:<weekday>|<deixis>))?"),
    ("time", r"(?P<hour>\d\d?|(?i:#one#)) o['’]clock(?: (?:<weekday>|<deixis>))?"),
    ("date", r"<day><to><day2>,? (?:of )?<month>(?:,? <year>)?"),
    ("date", r"<month> <day><to><day2>(?:,? <year>)?"),
    ("date", r"(?:(?:<weekday>|<weekday_short>)\.?,? )?(?:the )?<day> (?:of )?<month>(?:,? <year>)?"),
    ("date", r"(?:(?:<weekday>|<weekday_short>)\.?,? )?<month> <day>(?:,? <year>)?"),
    ("date", r"<day>-<month>-<year>"),
    ("date", r"<of_part>(?:<month>|(?i:<season>))(?:,| of|)~<year>"),
    ("years", r"<year> ?[-–—/] ?<year2>"),
    ("date", r"<the>(?:<ordinal>~(?P<quarter>quarter)|(?P<q>[Qq][1-4]))(?:,? (?:of )?(?:fiscal )?<year>| of (?:the |<shift> )(?:fiscal )?year)?"),
    ("date", r"<the>(?P<half>first|second) half(?: of (?:the |<shift> )year| of <year>)"),
    ("decade", r"<the><apart>(?P<decade>(?:1[5-9]|20)\d0|['’][1-9]0|[2-9]0)['’]?s\b"),
    ("decade", r"(?P<the>(?i:the)) <apart><decade_word>"),
    ("century", r"(?:<when>~)?<ordinal>~(?i:century|centuries)"),
    ("set", r"(?i:every|each)(?: (?P<other>other|single))?(?: <number>| <ordinal>)? <kindly>(?:<unit_s>|<season>|<month>)"),
    ("set", r"(?i:every|each)(?: (?P<other>other|single))? (?:<weekday> )?<daypart>"),
    ("set", r"(?i:every|each)(?: (?P<other>other|single))? <weekday>"),
    ("set", r"(?i:once|twice|three times|four times|several times) (?:an?|per|each|every) <unit>"),
    ("set", r"(?P<weekday>#weekday#)s\b(?: <daypart>)?"),
    ("date", r"<of_part>(?:<the>(?i:<shift>|<narrative_shift>) )(?:<month>(?: <day>)?|<weekday>(?: <daypart>)?|(?i:<season>))"),
    ("part", r"(?:(?:<when>) )?<the>(?i:<shift>|<narrative_shift>) <daypart>"),
    ("part", r"(?:(?:<when>) )?(?:<weekday>|(?i:<deixis>)) <daypart>"),
    ("part", r"(?P<the>(?i:the)) <daypart>(?: of <month> <day>(?:,? <year>)?)?"),
    ("date", r"<of_part><month>(?: of)?(?:,? <year>)"),
    ("date", r"<of_part><month>"),
    ("date", r"(?:<when>~(?:on )?)?<weekday>"),
    ("ago", r"<approx><number>~<more><unit_s> <ago>"),
    ("ago", r"<units> <ago>"),
    ("ago", r"<the><number> <unit_s> <ago>"),
    ("span", r"<the>(?:<shift>|<narrative_shift>|(?P<edge>first|final|opening|closing|recent)) <number>~<more><unit_s>"),
    ("span", r"<the>(?:<shift>|<narrative_shift>|(?P<edge>recent|coming)) <units>"),
    ("span", r"<the>(?P<shift>(?i:past)) <kindly><unit>"),
    ("span", r"<the>(?:<shift>|<narrative_shift>) <more>(?P<unit>(?i:decade|century))"),
    ("date", r"<of_part><the>(?i:<shift>|<narrative_shift>) <kindly><unit>"),
    ("date", r"<the>(?P<part>(?i:end|beginning|start|close|middle)) of (?:the )?<unit>"),
    ("date", r"<of_part>(?:(?:the )?(?:(?i:fiscal )?year|fiscal|FY) )?<year>"),
    ("range", r"<approx>(?P<number>(?i:#num#))<to><number2>~<more><unit_s>"),
    ("duration", r"<approx><the>(?:(?i:another|a|an) (?:(?:mere|full|whole|further|extra) )?)?<number>~<more><unit_s>"),
    ("duration", r"(?P<number>(?i:an?|one)) (?:full|whole|entire|single|further) <unit>"),
    ("tonight", r"(?P<daypart>(?i:tonight))\b"),
    ("vague", r"(?i:<present>|<past>|<future>)"),
    ("date", r"(?i:<deixis>)"),
    ("set", r"(?i:<frequency>)"),
    ("weekend", r"(?P<the>(?i:the)) (?P<unit>(?i:weekend))"),
    ("bare", r"(?P<the>(?i:the)) (?P<unit>(?i:day|week|month|year))"),
    ("bare", r"<units>"),
    ("season", r"(?P<the>(?i:the)) (?P<season>(?i:summer|winter|autumn|spring))"),
)  # fmt: skip


class Grammar(NamedTuple):
    """Productions (rule, regex with named groups) and one regex that matches any of them."""

    productions: tuple[tuple[str, str], ...]
    expression: str


@lru_cache(maxsize=4)
def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar with the lexicon's words in it, prepared once."""
    words = dict(
        pl.concat([lexicon.time_words, lexicon.number_words])
        .group_by("class", maintain_order=True)
        .agg("word")
        .iter_rows()
    )
    lists = {name: _any_of(found) for name, found in words.items()}
    lists["num"] = _fill(_NUMBER, lists)
    productions = tuple((rule, _expand(template, lists)) for rule, template in _PRODUCTIONS)
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", regex) for _, regex in productions]
    return Grammar(productions, "(?:" + "|".join(nameless) + ")")


def _expand(template: str, lists: dict[str, str]) -> str:
    """A production as a regex."""
    while slots := set(re.findall(r"(?<!\?P)<(\w+)>", template)):
        for name in sorted(slots):
            template = re.sub(rf"(?<!\?P)<{name}>", lambda _, n=name: _slot(n), template)
    regex = _fill(template, lists).replace(r"\b", r"(?-u:\b)")
    return (
        regex.replace("~", rf"(?:{WHITE}+|[-‐‑–])")
        .replace(" ?", f"{WHITE}*")
        .replace(" ", f"{WHITE}+")
    )


def _slot(name: str) -> str:
    if name in _FRAGMENTS:
        return _FRAGMENTS[name]
    stop = r"\.?" if name in ("month", "weekday_short") else ""
    return rf"(?P<{name}>#{name}#)\b{stop}"


def _fill(template: str, lists: dict[str, str]) -> str:
    return re.sub(r"#(\w+)#", lambda found: lists[found[1]], template)


def _any_of(words: list[str]) -> str:
    """Any of the words; a first capital must be one, other letters may have either case."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_cased(word) for word in longest_first) + ")"


def _cased(word: str) -> str:
    letters = re.escape(word).replace("\\ ", " ").replace("\\-", "-")
    return f"{letters[0]}(?i:{letters[1:]})" if word[0].isupper() else f"(?i:{letters})"
