"""Names of the tagger put right where it cut or kept too much: titles, articles, owners, offices.

- The title before a person is no part of the name, unless the name is the office (Duke of Kent);
  nor is half a title that the name begins or ends in: `Supreme` Leader, Secretary of `Defense
  Leon Panetta`.
- A title and a given name make a person of what the tagger is unsure of (Bishop Jan Kaszak), and so
  does an office.
- So does the small half of a given name, which a person is not without: Ban Ki-moon.
- A person behind the place of an office begins with the given name: President of Ukraine | Andriy
  Yermak. What a place owns is named without it: Karachi's | Investigation Department. So is what
  heads of state and government belong to.
- Nor is whose president a person is: Afghan President | Ashraf Ghani.
- Nor is the office behind a place part of its name: Alachua County | Sheriff. An office alone is
  nobody: the Malawian Minister of Education.
- The letter of a party before a state is no part of its name: Schumer (D-N.Y.).
- Articles before a name, and 's behind it, stay outside; forces have their number; `, Jr.` belongs
  to the person before it and is no name by itself; time zones are no names, nor are what diplomats
  write with a capital (Member States, Heads of State and Government) and Roman numbers alone.
"""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.arrays import running
from flows.extract.capitals import Words, says_little
from flows.extract.evidence import storms
from flows.extract.generations import GENERATIONS, with_generation
from flows.extract.runs import numbered, syllables
from flows.lexicon import Lexicon
from flows.tag.labels import KINDS, Names

_SURE = 0.8
_MOST_TITLES = 4
_MOST_WORDS = 4
_PERSON, _PLACE, _MISC = (KINDS.index(kind) for kind in ("person", "place", "misc"))
#: What stands behind a time of day.
_ZONES = ("utc", "gmt", "cet", "cest", "edt", "pdt")
_JOINTS = ("of", "for", "and", "the", "-")
_SAINTS = ("st.", "st", "saint")
_TITLES_AND_NAMES = ("dean", "earl")
#: Democrat, Republican or independent of a state.
_PARTIES = ("d", "r", "i")
#: Who holds these is called after a place: Alachua County | Sheriff.
_LOCAL_OFFICES = ("sheriff", "mayor", "governor", "judge", "senator", "commissioner")
_OFFICES = (
    *("duke", "duchess", "earl", "count", "countess", "viscount", "marquess", "baron", "baroness"),
    *("prince", "princess", "archbishop", "bishop", "patriarch", "primate"),
)


def trim(
    words: Words, names: Names, confidence: np.ndarray, lexicon: Lexicon
) -> tuple[Names, np.ndarray]:
    """Names, and how sure the tagger is of each, with the bounds and kinds they should have."""
    first, kind = names.first.copy(), names.kind.copy()
    first = _behind_heads(words, first, names.last)
    first, kind = _behind_places(words, first, names.last, kind)
    first, kind = _behind_party(words, first, names.last, kind)
    first = _behind_people(words, first, names.last, kind)
    kind = np.where(_titled(words, first, names, confidence), _PERSON, kind)
    given = syllables(words, np.maximum(names.last - 2, 0)) & (names.last - first > 2)
    given &= ~storms(words, first, names.last)
    kind = np.where(given & (confidence < _SURE), _PERSON, kind)
    first, kind = _without_titles(words, first, names.last, kind)
    free = np.append(names.first[1:] > names.last[:-1] + 1, [True])[: len(first)]
    last = names.last + (numbered(words, names.last) & free)
    cut = words.title_goes_on[last] & ~_body(words, last, lexicon)
    for _ in range(_MOST_TITLES):
        last = last - (cut & (words.title_goes_on[last] | words.among(last, _JOINTS)))
    sheriff = words.among(last, _LOCAL_OFFICES) & (last > first)
    county = words.among(np.maximum(last - 1, 0), ("county",))
    kind = np.where(sheriff & county, _PLACE, kind)
    last = last - (sheriff & (kind == _PLACE))
    # The State of a Secretary of State is none.
    whole = np.maximum(last, first)
    real = ~words.among(first, ("the", "of", "for")) & (last >= first)
    real &= ~words.among(first, _ZONES) | (last > first)
    real &= ~(words.in_title[first] & words.in_title[whole] & ~is_office(words, first, last))
    real &= ~((kind == _PERSON) & _nobody(words, first, whole))
    last = last - (words.among(whole, ("'s",)) & (first < last))
    real &= ~words.among(first, GENERATIONS)
    real &= ~says_little(words, first, whole)
    rest = (kind == _PERSON) & (last > first) & free & syllables(words, last)
    last = last + 2 * rest
    last = np.where(kind == _PERSON, with_generation(words.read, first, last), last)
    return Names(first[real], last[real], kind[real]), confidence[real]


def _behind_heads(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """First tokens behind what belongs to heads of state: and Government of the | Arab League."""
    earlier = np.maximum(first - 2, 0)
    before = words.among(np.maximum(first - 1, 0), ("and", "or"))
    before &= words.among(earlier, ("state",)) & words.together(earlier, first)
    article = words.among(np.minimum(first + 2, last), ("the",))
    heads = (
        before
        & words.among(first, ("government",))
        & words.among(np.minimum(first + 1, last), ("of",))
    )
    return np.where(heads & (first + 2 + article <= last), first + 2 + article, first)


def _nobody(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether names are offices without who holds them: the Malawian Minister of Education."""
    at, of_title = words.behind_match(first, last), running(words.in_title)
    only = of_title[last + 1] - of_title[at] == last + 1 - at
    return only & (at > first) & ~words.persons[words.match[first]] & (words.title[last] >= 0)


def _behind_people(
    words: Words, first: np.ndarray, last: np.ndarray, kind: np.ndarray
) -> np.ndarray:
    """First tokens behind whose office a person holds: Afghan President | Ashraf Ghani."""
    at = office = words.behind_match(first, last)
    people = (kind == _PERSON) & (at > first) & ~words.persons[words.match[first]]
    for _ in range(_MOST_TITLES):
        at = at + ((at < last) & words.in_title[at])
    return np.where(people & (at > office) & ~words.in_title[at], at, first)


def _without_titles(
    words: Words, first: np.ndarray, last: np.ndarray, kind: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First tokens behind titles and articles; who has had half of one before the name is a person,
    if it begins with a given name.
    """
    for _ in range(_MOST_TITLES):
        more = first < last
        behind_title = words.in_title[np.maximum(first - 1, 0)]
        half = words.title_goes_on[np.maximum(first - 1, 0)] & (first > 0)
        title = (half | (kind == _PERSON)) & words.in_title[first] & ~is_office(words, first, last)
        # Clerk Dean Johnson.
        title &= ~(behind_title & words.among(first, _TITLES_AND_NAMES) & (first + 1 == last))
        article = words.among(first, ("the",))
        # Works have it in their titles: A Tale of Two Cities.
        at_start = words.setting.initial[first] & (kind != _MISC)
        article |= words.among(first, ("a", "an")) & at_start
        first = first + (more & (title | article))
        kind = np.where(more & half & words.flag(first, "is_given"), _PERSON, kind)
    return first, kind


def _body(words: Words, last: np.ndarray, lexicon: Lexicon) -> np.ndarray:
    """Whether names end as those of organizations do: Communist `Party` Secretary."""
    return _heads(lexicon)[words.kind_last(last)] & (words.kind_last(last) >= 0)


@lru_cache(maxsize=4)
def _heads(lexicon: Lexicon) -> np.ndarray:
    """For every head, whether it is an organization's; the Press of a Press Secretary is none."""
    of_body = (pl.col("kind") == "organization") & (pl.col("subkind") != "media")
    return lexicon.heads.select(of_body.fill_null(value=False)).to_series().to_numpy()


def is_office(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether names are offices that people are called by: Duke of Kent, not King of Jordan."""
    end = len(words.match) - 1
    behind, later = np.minimum(first + 1, end), np.minimum(first + 2, end)
    office = words.among(first, _OFFICES) & words.among(behind, ("of",))
    return office & words.flag(later, "is_capital") & (later <= last)


def _titled(words: Words, first: np.ndarray, names: Names, confidence: np.ndarray) -> np.ndarray:
    """Whether names that the tagger is not sure of are persons with their title."""
    behind = np.minimum(first + 1, len(words.match) - 1)
    title = words.title[first]
    given = words.flag(behind, "is_given") & (names.last - first < _MOST_WORDS)
    given &= (words.kind_last(names.last) < 0) & ~words.among(first, _SAINTS)
    unsure = (confidence < _SURE) & (first < names.last)
    return unsure & (title >= 0) & (given | is_office(words, first, names.last))


def _behind_places(
    words: Words, first: np.ndarray, last: np.ndarray, kind: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First tokens behind the place of an office (then it is a person) or the place that owns."""
    match = words.match[first]
    place = (match >= 0) & words.places[match]
    behind = words.behind_match(first, last)
    one, two = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
    of = words.among(one, ("of",)) | (words.among(one, ("the",)) & words.among(two, ("of",)))
    person = place & of & words.flag(behind, "is_given") & (behind < last)
    owned = place & words.among(behind, ("'s",)) & (behind < last)
    return (
        np.where(person, behind, np.where(owned, behind + 1, first)),
        np.where(person, _PERSON, kind),
    )


def _behind_party(
    words: Words, first: np.ndarray, last: np.ndarray, kind: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First tokens behind the letter of a party; what follows is the place someone sits for."""
    end = len(words.match) - 1
    before, hyphen = np.maximum(first - 1, 0), np.minimum(first + 1, end)
    party = words.among(before, ("(", ",")) & words.together(before, first) & (first > 0)
    party &= words.among(first, _PARTIES) & words.among(hyphen, ("-",)) & (first + 2 <= last)
    return first + 2 * party, np.where(party, _PLACE, kind)
