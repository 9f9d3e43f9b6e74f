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

import polars as pl

from flows.extract.numbers import FRACTION
from flows.extract.productions import Production
from flows.extract.spotting import any_word, ascii_only, phrase_code
from flows.lexicon import Lexicon

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d|20|21)\d\d"
_TH = "(?:(?:st|nd|rd|th) )?"
_ONE = r"…/one:… "
_TEN = r"…/ten:… "
_SCALE = r"…/scale:… "
_COUNT = (
    rf"(?:\d[\d,]*(?:\.\d+)?{FRACTION}? (?:1 \| 2 |{FRACTION} )?|{FRACTION} "
    rf"|(?:(?:a|the) )?(?:very )?…/vague:… (?:of )?"
    rf"|(?:many|some) |half… an? |…/many:… (?:of )?"
    rf"|(?:a |{_ONE}|{_TEN}(?:(?:- )?{_ONE})?)(?:- )?(?:{_SCALE})+"
    rf"|{_TEN}(?:- )?{_ONE}|{_TEN}|{_ONE}(?:and a half… )?"
)
_NUMBER = rf"{_COUNT}|an? )"

#: Turns of the day, each a time by itself.
_TURNS = "dawn|daybreak|sunrise|noon|midday|midnight|dusk|sunset|nightfall"

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
    "det": "(?:(?P<the>the) |these |those |this/shift:0 )",
    "to": r"(?:-|to|and|or|through|until|till) ",
    "nth": r"(?:(?:(?P<tens>twenty)… (?:- )?)?<ordinal>|(?P<nth>\d\d?) (?:st|nd|rd|th) )",
    # "beginning January 23" is a verb and its date.
    "part_of": r"(?:(?:end|beginning|start|close|middle|turn)/part:(?P<part>[a-z]+)…"
    r"|(?:(?P<sooner>first|early)|(?P<latter>second|latter|last|later))(?:/…)? "
    r"(?:half|part)(?:/…)?) of ",
    "of_part": r"(?:(?:the )?(?:<when>(?:- )?(?:in )?|<part_of>)(?:the )?)?",
    "parted": "(?:(?:the )?<part_of>)?",
    "apart": r"(?:<when>(?:- )?)?",
    "when": r"(?:(?P<when>early|late|mid|later|earlier)(?:/…)? )",
    "kindly": r"(?:(?:fiscal|calendar|school|academic|financial|business|full|whole|entire) )?",
    "number": rf"(?P<number>{_NUMBER})",
    # Forty-two is no range from forty to two.
    "compound": rf"(?P<number>{_TEN}- {_ONE})",
    "several": rf"(?P<number>{_COUNT}))",
    "number2": rf"(?P<number2>{_NUMBER})",
    "unit_s": r"(?:<unit>|<units>)",
    "ago": r"(?P<ago>ago|earlier|later|before)(?:/…)? ",
    "approx": r"(?:(?:about|around|almost|nearly|approximately|roughly|more than|less than"
    r"|fewer than|at least|at most|up to|as many as|as little as|some|close to"
    r"|well over|just over|just under) )?",
    "more": r"(?:(?:more|full|straight|consecutive|additional|long|short|other|working) )?",
    # "said that Friday's attack", "following Thursday's attack", "to last five days": words that
    # turn only behind an article, or before a unit.
    "turn": r"(?:<shift>|<narrative>)",
    "narrative": r"(?:same|previous|prior|preceding|subsequent|ensuing)"
    r"/narrative_shift:(?P<narrative_shift>-?1|0)… ",
    "follows": "the following/narrative_shift:(?P<follows>1)… ",
    "the_turn": "(?:<follows>|<det>?<turn>)",
    "year_turned": "(?:<follows>|(?:the )?<turn>|<that>)(?P<of>year)… ",
    "that": "that/narrative_shift:(?P<that>0)… ",
    "the_stretch": r"(?:<follows>|the(?:se)? last/shift:(?P<lasts>-1)… "
    r"|<det>?(?:(?:past|next|coming|upcoming|forthcoming|current|latest|this)/shift:"
    r"(?P<shift>-?1|0)… |<narrative>|<edge>))",
    "edge": r"(?P<edge>first|final|opening|closing|recent)(?:/…)? ",
    "long_unit": "…/unit:(?P<unit>[a-rt-z][a-z]*)… ",
    "weekday_date": r"(?:(?:<weekday>|<weekday_short>)(?:, )?)?",
    "comma_year": r"(?:(?:, )?<year>)?",
    "zoned": r"(?:(?:\( )?<zone>(?:\) )?)?",
    "on_day": r"(?:(?:in the |at )<daypart>(?:on )?)?"
    r"(?:(?:, )?(?:<weekday>|<deixis>)(?:…/daypart:(?P<of_day>[A-Z]+)… )?)?",
}

_PRODUCTIONS: tuple[tuple[str, str], ...] = (
    ("date", r"<year>- <mm>- <dd>(?:t <hour>: <minute>(?:: <second>)?(?:z )?)?"),
    ("date", r"<year>\| <mm>\| <dd>"),
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
    ("in_year", r"(?:(?:the )?<day>(?:of )?)?<month>(?:(?:,|of) )?<year_turned>"),
    ("in_year", r"<month><day>(?:(?:,|of) )?<year_turned>"),
    ("in_year", r"<of_part><the>(?:<month>|<season>)(?:(?:,|of) )?<year_turned>"),
    ("date", r"<day>(?:, \d\d? )+(?:, )?and <day2>(?:of )?<month><comma_year>"),
    ("date", r"<month><day>(?:, \d\d? )+(?:, )?and <day2><comma_year>"),
    ("date", r"<day><to><day2>(?:of )?<month><comma_year>"),
    ("date", r"<month><day><to><day2><comma_year>"),
    (
        "date",
        rf"<weekday_date>the (?P<day>{_DAY}) (?:(?:st|nd|rd|th) (?:of )?|of )<month><comma_year>",
    ),
    ("date", r"<the>…/ordinal:(?P<day>\d+)… of <month><comma_year>"),
    ("date", r"<weekday_date><day>(?:of )?<month><comma_year>"),
    ("date", r"<weekday_date><month><day><comma_year>"),
    ("date", r"<day>- <month>- <year>"),
    (
        "date",
        r"(?P<feast>christmas (?:day… |eve )?|new year… 's (?:day… |eve )|halloween |boxing day… "
        r"|valentine 's day… )(?:(?:(?:,|in|of) )?<year>)?",
    ),
    ("date", r"<of_part><month>(?:(?:,|of|-) )?<year>"),
    ("date", r"<of_part>(?:the )?<season>(?:(?:,|of) )?<year>"),
    ("years", r"<year>(?:[-|] )<year2>"),
    (
        "date",
        r"<the>(?:(?:fiscal )?<nth>(?:- )?(?:fiscal )?(?P<quarter>quarter)… |<q>)"
        r"(?:(?:, )?(?:(?:of|in) )?(?:the )?(?:fiscal )?(?:year… )?<year>"
        r"|of (?:the |<shift>)(?:fiscal )?(?P<of>year)… )?",
    ),
    (
        "date",
        r"<the>(?P<half>first|second|latter)(?:/…)? half… of (?:<year>|(?:the |<shift>)year… )",
    ),
    ("decade", r"<parted><the><apart>(?P<decade>(?:1[5-9]|20)\d0|[2-9]0) (?:' s|'?s) "),
    ("decade", r"<parted><the><apart>' (?P<decade>[1-9]0) '?s "),
    ("decade", r"<parted>(?P<the>the) <apart><decade_word>"),
    ("century", r"(?:(?:the )?<part_of>(?:the )?)?<apart><nth>(?:- )?(?:century|centuries)… "),
    (
        "set",
        r"(?:once |twice )?(?:every|each) (?:(?:other|single) )?(?:<number>|<nth>)?<kindly>"
        r"(?:<unit_s>|<season>|<month>)",
    ),
    ("set", r"(?:every|each) (?:(?:other|single) )?<weekday>?<daypart>"),
    ("set", r"(?:every|each) (?:(?:other|single) )?<weekday>"),
    ("set", rf"(?:once|twice|(?:{_ONE}|…/vague:… )times) (?:an?|per|each|every) <unit>"),
    ("set", r"<weekdays><daypart>?"),
    ("date", r"<of_part><the_turn>(?:<month>(?:<day>)?|<weekday><daypart>?|<season>)"),
    ("date", r"<that>(?:summer|winter|autumn)/season:(?P<season>\d)… "),
    ("part", r"<when>?(?:<the_turn>|<that>)<daypart>"),
    ("part", r"<when>?(?:<weekday>|<deixis>)<daypart>"),
    ("part", r"<the><daypart>(?:of|on) <weekday_date><month><day><comma_year>"),
    ("part", r"<the><daypart>(?:of|on) <weekday_date><day>(?:of )?<month><comma_year>"),
    ("part", r"<the><daypart>(?:of|on) <weekday>"),
    ("beyond", r"(?P<the>the) day… (?:before|after) <deixis>"),
    ("before", r"(?P<the>the) (?:<unit>|<daypart>)before "),
    ("part", r"(?P<the>the) <when>?<daypart>"),
    ("part", rf"(?:12 )?(?:{_TURNS})/daypart:(?P<daypart>[A-Z]+)… <weekday>?"),
    (
        "part",
        r"(?P<when>early|late|mid)(?:/…)? (?:- )?(?:morning|afternoon|evening)/daypart:"
        r"(?P<daypart>[A-Z]+)… ",
    ),
    ("overnight", r"…/overnight:(?P<deixis>-1)… "),
    ("date", r"<of_part><month>"),
    ("date", r"(?:<when>(?:- )?(?:on )?)?<weekday>"),
    ("ago", r"<approx><the><number>(?:- )?<more><unit_s><ago>"),
    ("ago", r"<units><ago>"),
    (
        "year_ago",
        r"(?:(?:the|a) )?…/unit:(?P<unit>year|month|week)… - (?:ago|earlier)(?:/…)? "
        r"(?:(?:fiscal )?(?:period|quarter…|month…) )?",
    ),
    ("span", r"<the_stretch><number><more><unit_s>"),
    ("span", r"(?:<follows>|<det>?(?:<turn>|(?P<edge>recent) ))<units>"),
    ("span", r"<det>?past/shift:(?P<shift>-1)… <kindly><unit>"),
    (
        "span",
        r"(?P<the>the) (?:…/shift:(?P<shift>-?1)… |…/narrative_shift:(?P<narrative_shift>-?1)… )"
        r"<more>…/unit:(?P<unit>decade|century)… ",
    ),
    ("date", r"<of_part>(?:<the_turn>|<that>)<kindly><long_unit>"),
    (
        "date",
        r"<the>(?:end|beginning|start|close|middle|turn)/part:(?P<part>[a-z]+)… of (?:the )?"
        r"<kindly><long_unit>",
    ),
    (
        "date",
        r"<the>…/unit:(?P<unit>year|month|quarter|week)… (?:-|'s) end/part:(?P<part>end)… "
        r"(?:(?:of )?<year>)?",
    ),
    ("date", r"<of_part>(?:(?:the )?(?:fiscal )?year… |fiscal |fy )?<year>"),
    ("range", r"<approx><compound><to><number2>(?:- )?<more><unit_s>"),
    ("duration", r"<approx><det>?<compound>(?:- )?<more><unit_s>(?:- long )?"),
    ("range", r"<approx><number><to><number2>(?:- )?<more><unit_s>"),
    (
        "duration",
        r"<approx>(?P<quarters>(?:(?:an?|the|three)(?:/…)? )?(?:(?:past|last)/… )?quarters?)/… "
        r"(?:- |of (?:a|the) )…/unit:(?P<unit>decade|century)… ",
    ),
    ("duration", r"(?:(?P<article>the|an?) )?<unit_s>- long "),
    # "a four-week closure": the article belongs to what follows.
    ("duration", r"(?:<number>|(?P<half>half)… )- <more><unit_s>(?:- long )?"),
    (
        "duration",
        r"<approx><det>?(?:(?:another|an?) (?:(?:mere|full|whole|further|extra) )?)?"
        r"<several><more><units>(?:(?P<plus>and) a half… )?",
    ),
    (
        "duration",
        r"<approx>(?:(?:another )?<number>|another )<more><unit>"
        r"(?:(?P<plus>and) a half… |or (?:two|so|more)(?:/…)? )?",
    ),
    ("duration", r"(?P<number>an? |one… )(?:full|whole|entire|single|further) <unit>"),
    ("tonight", r"tonight/daypart:(?P<daypart>NI)… "),
    ("vague", r"(?:<present>|<past>|<future>|#present#|#past#|#future#)"),
    ("date", r"<deixis>"),
    ("set", r"<frequency>"),
    ("date", r"(?P<the>the) …/unit:(?P<unit>weekend)… "),
    ("bare", r"(?P<the>the) <kindly><unit>"),
    ("bare", r"<units>"),
    ("season", r"<of_part><the>(?:summer|winter|autumn|spring)/season:(?P<season>\d)… "),
)


@lru_cache(maxsize=4)
def grammar(lexicon: Lexicon) -> tuple[Production, ...]:
    """The grammar with the lexicon's phrases in it, prepared once."""
    words = lexicon.time_words
    return tuple(Production.of(rule, _expand(template, words)) for rule, template in _PRODUCTIONS)


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
