"""The grammar of temporal expressions: one regex per production over words in code.

How words are coded, see `spotting`; `…` is the rest of a word in code. A production is written
with `<name>` for a word of a class of `lexicon.time_words` or `number_words`, or for one of the
fragments below; every other word stands as it is, folded, with the blank that ends a word. What a
group says is the same in every production, so that all of them are read alike (see `meaning`).
Where two productions match at the same place, the first one listed wins, so the longer stands
before the shorter.

Extents follow TimeML (Saurí et al. 2006): determiners and modifiers are inside ("the past two
weeks", "early 2014"), prepositions are not.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from flows.extract.spotting import any_word, ascii_only, phrase_code
from flows.lexicon import Lexicon

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d|20|21)\d\d"
_TH = "(?:(?:st|nd|rd|th) )?"
_ONE = r"…/one:… "
_TEN = r"…/ten:… "
_SCALE = r"…/scale:… "
_NUMBER = (
    rf"(?:\d[\d,]*(?:\.\d+)?(?:_half)? (?:1 \| 2 )?|_half "
    rf"|(?:(?:a|the) )?(?:very )?…/vague:… (?:of )?"
    rf"|(?:many|some) |half… an? |…/many:… (?:of )?"
    rf"|(?:a |{_ONE}|{_TEN}(?:(?:- )?{_ONE})?)(?:- )?(?:{_SCALE})+"
    rf"|{_TEN}(?:- )?{_ONE}|{_TEN}|{_ONE}(?:and a half… )?|an? )"
)

#: Turns of the day, each a time by itself.
_TURNS = "dawn|daybreak|sunrise|noon|midday|dusk|sunset|nightfall"

_FRAGMENTS = {
    "year": rf"(?P<year>{_YEAR}) ",
    "year2": rf"(?P<year2>{_YEAR}|\d\d) ",
    "mm": r"(?P<mm>0[1-9]|1[0-2]) ",
    "dd": rf"(?P<day>{_DAY}) ",
    "day": rf"(?P<day>{_DAY}) {_TH}",
    "day2": rf"(?P<day2>{_DAY}) {_TH}",
    "hour": r"(?P<hour>[01]?\d|2[0-4]) ",
    "minute": r"(?P<minute>[0-5]\d) ",
    "second": r"(?P<second>[0-5]\d) ",
    "the": r"(?:(?P<the>the) )?",
    "to": r"(?:-|to|and|or|through|until|till) ",
    "nth": r"(?:(?:(?P<tens>twenty)… (?:- )?)?<ordinal>|(?P<nth>\d\d?) (?:st|nd|rd|th) )",
    "of_part": r"(?:(?:the )?<part>(?:- )?(?:(?:in|of) )?(?:the )?)?",
    "apart": r"(?:<when>(?:- )?)?",
    "when": r"(?:(?P<when>early|late|mid|later|earlier)(?:/…)? )",
    "kindly": r"(?:(?:fiscal|calendar|school|academic|financial|business|full|whole|entire) )?",
    "number": rf"(?P<number>{_NUMBER})",
    "number2": rf"(?P<number2>{_NUMBER})",
    "unit_s": r"(?:<unit>|<units>)",
    "ago": r"(?P<ago>ago|earlier|later|before)(?:/…)? ",
    "approx": r"(?:(?:about|around|almost|nearly|approximately|roughly|more than|less than"
    r"|fewer than|at least|at most|up to|as many as|as little as|some|close to"
    r"|well over|just over|just under) )?",
    "more": r"(?:(?:more|full|straight|consecutive|additional|long|short|other|working) )?",
    "turn": r"(?:<shift>|<narrative_shift>)",
    "weekday_date": r"(?:(?:<weekday>|<weekday_short>)(?:, )?)?",
    "comma_year": r"(?:(?:, )?<year>)?",
    "zoned": r"(?:(?:\( )?<zone>(?:\) )?)?",
    "on_day": r"(?:(?:, )?(?:<weekday>|<deixis>))?",
}

_PRODUCTIONS: tuple[tuple[str, str], ...] = (
    ("date", r"<year>- <mm>- <dd>(?:t <hour>: <minute>(?:: <second>)?(?:z )?)?"),
    ("date", r"(?P<year>(?:19|20)\d\d)(?P<mm>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01]) "),
    (
        "slashed",
        r"(?P<first>\d\d?) \| (?P<other_first>\d\d?) \| (?P<short>(?:19|20)?\d\d) ",
    ),
    ("date", r"(?P<day>\d\d?)\.(?P<mm>\d\d?)\.<year>"),
    ("time", r"<hour>(?:: <minute>(?:: <second>)?)?<ampm><zoned><on_day>"),
    ("time", r"(?P<hour>[01]?\d|2[0-3])\.<minute><ampm><zoned><on_day>"),
    ("time", r"<hour>: <minute>(?:: <second>)?<zoned>(?:, )?<day><month><comma_year>"),
    ("time", r"<hour>: <minute>(?:: <second>)?<zoned><on_day>"),
    ("time", r"(?:<hour>|<one>)o'clock <on_day>"),
    ("date", r"<day><to><day2>(?:of )?<month><comma_year>"),
    ("date", r"<month><day><to><day2><comma_year>"),
    (
        "date",
        rf"<weekday_date>the (?P<day>{_DAY}) (?:(?:st|nd|rd|th) (?:of )?|of )<month><comma_year>",
    ),
    ("date", r"<weekday_date><day>(?:of )?<month><comma_year>"),
    ("date", r"<weekday_date><month><day><comma_year>"),
    ("date", r"<day>- <month>- <year>"),
    ("date", r"<of_part><month>(?:(?:,|of|-) )?<year>"),
    ("date", r"<of_part>(?:the )?<season>(?:(?:,|of) )?<year>"),
    ("years", r"<year>(?:[-|] )<year2>"),
    (
        "date",
        r"<the>(?:<nth>(?:- )?(?P<quarter>quarter)… |<q>)"
        r"(?:(?:, )?(?:of )?(?:fiscal )?<year>|of (?:the |<shift>)(?:fiscal )?(?P<of>year)… )?",
    ),
    (
        "date",
        r"<the>(?P<half>first|second)… half… of (?:<year>|(?:the |<shift>)year… )",
    ),
    ("decade", r"<the><apart>(?P<decade>(?:1[5-9]|20)\d0|[2-9]0) (?:' )?s "),
    ("decade", r"<the><apart>' (?P<decade>[1-9]0) s "),
    ("decade", r"(?P<the>the) <apart><decade_word>"),
    ("century", r"<apart><nth>(?:- )?(?:century|centuries)… "),
    (
        "set",
        r"(?:every|each) (?:(?:other|single) )?(?:<number>|<nth>)?<kindly>"
        r"(?:<unit_s>|<season>|<month>)",
    ),
    ("set", r"(?:every|each) (?:(?:other|single) )?<weekday>?<daypart>"),
    ("set", r"(?:every|each) (?:(?:other|single) )?<weekday>"),
    ("set", rf"(?:once|twice|(?:{_ONE}|…/vague:… )times) (?:an?|per|each|every) <unit>"),
    ("set", r"<weekdays><daypart>?"),
    ("date", r"<of_part><the><turn>(?:<month>(?:<day>)?|<weekday><daypart>?|<season>)"),
    ("part", r"<when>?<the><turn><daypart>"),
    ("part", r"<when>?(?:<weekday>|<deixis>)<daypart>"),
    ("part", r"<the><daypart>(?:of|on) <weekday_date><month><day><comma_year>"),
    ("part", r"<the><daypart>(?:of|on) <weekday_date><day>(?:of )?<month><comma_year>"),
    ("part", r"<the><daypart>(?:of|on) <weekday>"),
    ("before", r"(?P<the>the) (?:<unit>|<daypart>)before "),
    ("part", r"(?P<the>the) <daypart>"),
    ("part", rf"(?:{_TURNS})/daypart:(?P<daypart>[A-Z]+)… "),
    ("overnight", r"…/overnight:(?P<deixis>-1)… "),
    ("date", r"<of_part><month>"),
    ("date", r"(?:<when>(?:- )?(?:on )?)?<weekday>"),
    ("ago", r"<approx><the><number>(?:- )?<more><unit_s><ago>"),
    ("ago", r"<units><ago>"),
    (
        "span",
        r"<the>(?:<turn>|(?P<edge>first|final|opening|closing|recent)(?:/…)? )"
        r"<number><more><unit_s>",
    ),
    ("span", r"<the>(?:<turn>|(?P<edge>recent) )<units>"),
    ("span", r"<the>past/shift:(?P<shift>-1)… <kindly><unit>"),
    ("span", r"<the><turn><more>…/unit:(?P<unit>decade|century)… "),
    ("date", r"<of_part><the><turn><kindly><unit>"),
    (
        "date",
        r"<the>(?:end|beginning|start|close|middle)/part:(?P<part>[a-z]+)… of (?:the )?<unit>",
    ),
    ("date", r"<of_part>(?:(?:the )?(?:fiscal )?year… |fiscal |fy )?<year>"),
    ("range", r"<approx><number><to><number2>(?:- )?<more><unit_s>"),
    # "a four-week closure": the article belongs to what follows.
    ("duration", r"<number>- <more><unit_s>"),
    (
        "duration",
        r"<approx><the>(?:(?:another|an?) (?:(?:mere|full|whole|further|extra) )?)?"
        r"<number><more><units>",
    ),
    ("duration", r"<approx>(?:another )?<number><more><unit>"),
    ("duration", r"(?P<number>an? |one… )(?:full|whole|entire|single|further) <unit>"),
    ("tonight", r"tonight/daypart:(?P<daypart>NI)… "),
    ("vague", r"(?:<present>|<past>|<future>|#present#|#past#|#future#)"),
    ("date", r"<deixis>"),
    ("set", r"<frequency>"),
    ("date", r"(?P<the>the) …/unit:(?P<unit>weekend)… "),
    ("bare", r"(?P<the>the) <unit>"),
    ("bare", r"<units>"),
    ("season", r"(?P<the>the) (?:summer|winter|autumn|spring)/season:(?P<season>\d)… "),
)


class Grammar(NamedTuple):
    """Productions (rule, regex with named groups) and one regex that matches any of them."""

    productions: tuple[tuple[str, str], ...]
    expression: str


@lru_cache(maxsize=4)
def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar with the lexicon's phrases in it, prepared once."""
    words = lexicon.time_words
    productions = tuple((rule, _expand(template, words)) for rule, template in _PRODUCTIONS)
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", regex) for _, regex in productions]
    return Grammar(productions, "(?:" + "|".join(nameless) + ")")


def _expand(template: str, words: pl.DataFrame) -> str:
    """A production as a regex."""
    slot = re.compile(r"(?<!\?P)<(\w+)>")
    while slot.search(template):
        template = slot.sub(lambda found: _FRAGMENTS.get(found[1]) or any_word(found[1]), template)
    phrased = re.sub(r"#(\w+)#", lambda found: _phrases(found[1], words), template)
    return ascii_only(phrased)


def _phrases(kind: str, words: pl.DataFrame) -> str:
    """Phrases of several words that refer to the present, the past or the future."""
    chosen = words.filter((pl.col("class") == kind) & pl.col("word").str.contains(" "))
    regexes = [phrase_code(word) for word in chosen["word"].sort()]
    return f"(?P<{kind}_phrase>{'|'.join(regexes)})" if regexes else r"[^\s\S]"
