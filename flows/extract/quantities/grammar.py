"""The grammar of quantities over words in code: hedge, currency, number or range, per cent.

How words are coded, see `spotting`; `<name>` stands for a fragment or a word
of that class, `…` for the rest of a word in code.
"""

import re
from functools import lru_cache

import polars as pl

from flows.extract.numbers import FRACTION
from flows.extract.productions import Production
from flows.extract.spotting import any_word, ascii_only, phrase_code
from flows.lexicon import Lexicon

_ONE = r"…/one:… "
_TEN = r"…/ten:… "
_SCALE = r"…/scale:… "
_MANY = r"…/many:… "
_WORD = rf"(?:{_TEN}(?:(?:- )?{_ONE})?|{_ONE})"
_DIGITS = rf"\d[\d,]*(?:\.\d+)?{FRACTION}? (?:1 \| 2 |{FRACTION} )?"
_FRAGMENTS = {
    # After a decimal or a currency `m` is million, else metres.
    "number": rf"(?:\d+\.\d+ m |{_DIGITS}(?:(?:- )?(?:{_SCALE})+|(?:bn|mn|tn|k) )?"
    rf"|{_MANY}of (?:{_MANY}|{_SCALE})|{_MANY}|(?:half… an? |an? (?:few… )?|several… |few… "
    rf"|(?:a )?couple… (?:of )?|{_WORD}(?:- )?)?"
    rf"(?:{_SCALE})+(?:(?:and )?{_WORD}(?:{_SCALE})+)*"
    rf"(?:and an? half… |(?:and )?{_WORD})?|{_WORD})",
    # A quarter of a million is no quarter, half-a-million no million.
    "part_of_scale": rf"(?:(?:an? |{_WORD}|{_DIGITS})and an? half… "
    rf"|(?:an? )?(?:half|quarter)/… (?:of )?(?:- )?(?:an? )?(?:- )?)(?:{_SCALE})+",
    # Thirty-five is no range from thirty to five.
    "compound": rf"(?:(?:(?:an? |{_WORD}(?:- )?)(?:{_SCALE})+(?:and )?)*{_TEN}- {_ONE}"
    rf"(?:(?:- )?(?:{_SCALE})+)?)",
    "parts": rf"(?:an? |{_ONE})(?:- )?…/share:\d+… ",
    "share_of": r"(?:half/… |<parts>)",
    "nearly": r"(?:(?:about|around|almost|nearly|roughly|some)(?:/…)? )?",
    "to": r"(?:-|to) ",
    "sign": r"(?:(?:us )?<currency_sign>)?",
    "tail": r"(?:(?P<percent>(?:% |(?:- )?(?:percent|per cent) ))|(?P<points>percentage points? )"
    r"|(?:- |of )?(?:us )?<money>)?",
}
_PRODUCTIONS = (
    r"<hedge><sign>(?P<number><part_of_scale>)<tail>",
    r"(?P<between>between|from) (?P<share><share_of>)(?:and|to) (?P<share2><share_of>)",
    r"<hedge>(?P<share><parts>)",
    r"(?P<between>between|from) <sign>(?P<number><number>)(?:% |per cent |percent )?(?:and|to) "
    r"<nearly>(?:#sign#)?(?P<number2><number>)<tail>",
    r"<hedge>(?P<number><number>)(?:% |(?:- )?(?:percent|per cent) )<to>(?P<number2><number>)"
    r"(?P<percent>(?:% |(?:- )?(?:percent|per cent) ))",
    r"<hedge><sign>(?P<number><compound>)(?:to |or |- )(?P<number2><number>)<tail>",
    r"<hedge><sign>(?P<number><compound>)<tail>",
    r"<hedge><sign>(?P<number><number>)<to>(?:#sign#)?(?P<number2><number>)<tail>",
    r"<hedge>(?P<number><number>)or (?P<number2><number>)<tail>",
    r"<hedge><currency_sign>(?P<number>\d[\d,]*(?:\.\d+)? (?:m|b) )",
    r"<hedge><sign>(?P<number><number>)<tail>or (?P<open>more|fewer|less|so) ",
    r"(?P<number>\d[\d,]* )(?P<open>- plus|\+) ",
    r"<hedge><sign>(?P<number><number>)<tail>",
    r"<hedge>(?P<share>half/… )",
)


@lru_cache(maxsize=4)
def grammar(lexicon: Lexicon) -> tuple[Production, ...]:
    """The grammar with the lexicon's hedges in it, prepared once."""
    hedges = lexicon.quantity_words.filter(pl.col("class") == "hedge")["word"]
    longest_first = sorted(hedges, key=lambda word: (-len(word), word))
    regexes = [phrase_code(word) for word in longest_first]
    fragments = _FRAGMENTS | {"hedge": f"(?:(?P<hedge>{'|'.join(regexes)}))?"}
    return tuple(
        Production.of("quantity", _expand(template, fragments)) for template in _PRODUCTIONS
    )


def _expand(template: str, fragments: dict[str, str]) -> str:
    slot = re.compile(r"(?<!\?P)<(\w+)>")
    while slot.search(template):
        template = slot.sub(lambda found: fragments.get(found[1]) or any_word(found[1]), template)
    return ascii_only(template.replace("#sign#", r"…/currency_sign:… "))
