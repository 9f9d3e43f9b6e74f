"""Names that their surroundings call places, whatever the tagger took them for.

| what is said | confidence |
|---|---|
| the villages of Nuli and Avnevi; Clarke, Madison and Oconee counties; near the village Dvani; |  |
|  the Shati refugee camp; north of Prisi, the mayor of Elida | 0.9 |
| Tamarasheni, a Georgian town; Nubul and Zahraa, two Shia towns | 0.9 |
| Villanova Drive; on Kelley Lane, at 12 Kelley Lane | 0.9 |
| Henderson residents | 0.8 |
| an Alton man, a Buford home; Jane Roe, 24, of Nelson: if the gazetteer knows the name | 0.8 |
| in Clinton, near Brandon, if the gazetteer knows the name | 0.75 |
| in Sharon, Cornwall and Salisbury, if one of the list is a place and the gazetteer knows the |  |
|  name | 0.75 |

Only open names change that were persons or organizations, and no full names of persons.
"""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.arrays import begins, ends
from flows.extract.capitals import Words
from flows.tag.resources import Resources

#: Single nouns of places that are no bodies as well: the state does things.
_PLACE = (
    *("village", "town", "city", "province", "district", "governorate", "county", "island"),
    *("suburb", "neighborhood", "neighbourhood", "hamlet", "municipality", "settlement", "valley"),
    *("township", "borough", "prefecture", "oblast", "commune", "parish", "enclave", "ward"),
)
#: Nouns of several places at once.
PLURALS = (
    *("villages", "towns", "cities", "provinces", "districts", "governorates", "counties"),
    *("islands", "suburbs", "neighborhoods", "neighbourhoods", "hamlets", "municipalities"),
    *("settlements", "valleys", "townships", "boroughs", "prefectures", "oblasts", "communes"),
    *("parishes", "enclaves", "wards", "roads", "streets", "avenues", "rivers"),
)
#: Districts of these are no places' names.
_CIVIC = ("congressional", "electoral", "judicial", "federal", "parliamentary")
#: `of` behind these is followed by a place.
_OF_PLACES = (
    *("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"),
    *("outskirts", "mayor", "resident", "residents", "native", "natives", "inhabitants"),
)
_STREETS = (
    *("street", "st.", "avenue", "ave", "ave.", "boulevard", "blvd", "blvd.", "road", "rd", "rd."),
    *("drive", "highway", "parkway", "pkwy", "expressway", "turnpike", "freeway", "motorway"),
)
#: Streets that are surnames as well.
_LANES = ("lane", "terrace")
_CAMPS = ("camp", "camps")
_ALONG = ("on", "along", "off")
_RESIDENTS = ("resident", "residents", "villagers", "townspeople", "native", "natives")
_LOCALS = (
    *("man", "woman", "men", "women", "couple", "teen", "teenager", "boy", "girl", "mayor"),
    *("police", "firefighters"),
)
_HOMES = ("home", "homes", "house", "apartment")
_WITHIN = ("in", "near", "around", "outside", "between", "across", "throughout")
#: Verbs and nouns that take persons and bodies with `in`.
_IN_PERSONS = (
    *("believe", "believes", "believed", "belief", "trust", "trusts", "trusted", "confidence"),
    *("confident", "faith", "hope", "hopes", "pride", "interest", "interests", "interested"),
    *("stake", "stakes", "share", "shares", "invest", "invests", "invested", "investment"),
    *("investments", "role", "roles", "starred", "starring", "appeared", "confided", "found"),
)
_COUNTED = ("a", "an", "the", "two", "three", "four", "five", "several", "both")
#: What goes on where a place is explained; a town `councillor` is none.
_GOES_ON = (
    *(",", ".", ";", ")", "in", "of", "on", "near", "where", "that", "which", "with", "north"),
    *("south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"),
    *("about", "some", "between", "under", "along", "at", "by", "inside", "held", "not", "close"),
)
_NO_ADJECTIVE = (",", ".", ";", ":", "of", "who", "said")
_MOST_ADJECTIVES = 4
_AND = ("and", "or", "&")
_SAID, _LOCAL, _BESIDE = 0.9, 0.8, 0.75


def locate_by_words(words: Words, found: pl.DataFrame, resources: Resources) -> pl.DataFrame:
    """Rows of `find_names` by place, with those as places that their surroundings call places."""
    everything = _Listed.of(words, found)
    rows = np.flatnonzero(_are_open(found))
    names = everything.keep(rows)
    beside = _beside_places(words, found, everything)[rows] | _placed(words, names)
    local = _of_local(words, names) | (_of_person(found, everything)[rows] & _from(words, names))
    known = (beside | local) & ~_ordinary(words, names)
    known[known] = resources.are_places(words, names.first[known], names.last[known])
    said = _called(words, names) | _explained(words, names) | _streets(words, names)
    lines = [
        (beside & known, _BESIDE),
        (local & known, _LOCAL),
        (_behind(words, names.last, _RESIDENTS), _LOCAL),
        (said, _SAID),
    ]
    confidence = np.zeros(len(rows))
    for place, sure in lines:
        confidence[place] = sure
    confidence[_full(words, found[rows]) | _body(words, names)] = 0
    confidence[_lanes(words, names)] = _SAID
    return _as_places(found, rows[confidence > 0], confidence[confidence > 0])


def _as_places(found: pl.DataFrame, rows: np.ndarray, confidence: np.ndarray) -> pl.DataFrame:
    """Found names, some of them as places."""
    sure = np.zeros(found.height)
    sure[rows] = confidence
    is_place = pl.lit(pl.Series(sure > 0))
    return found.with_columns(
        kind=pl.when(is_place).then(pl.lit("place")).otherwise("kind"),
        subkind=pl.when(is_place).then(None).otherwise("subkind"),
        confidence=pl.when(is_place).then(pl.Series(sure)).otherwise("confidence"),
    )


class _Listed(NamedTuple):
    """First and last tokens of names; of the list each is in (itself, mostly), its number and the
    first and last tokens.
    """

    first: np.ndarray
    last: np.ndarray
    group: np.ndarray
    group_first: np.ndarray
    group_last: np.ndarray

    @classmethod
    def of(cls, words: Words, found: pl.DataFrame) -> Self:
        """Names with nothing but a comma, and, or between them are one list."""
        first, last = found["first"].to_numpy(), found["last"].to_numpy()
        end = len(words.match) - 1
        one, two = np.minimum(last[:-1] + 1, end), np.minimum(last[:-1] + 2, end)
        gap = first[1:] - last[:-1] - 1
        joined = words.among(one, (",", *_AND)) & (gap == 1)
        joined |= words.among(one, (",",)) & words.among(two, _AND) & (gap == 2)
        joined &= words.together(last[:-1], first[1:])
        begin, stop = begins(len(first), ~joined), ends(len(first), ~joined)
        group = np.cumsum(begin) - 1
        return cls(first, last, group, first[begin][group], last[stop][group])

    def keep(self, rows: np.ndarray) -> Self:
        """Some of the names."""
        return self.__class__(*(part[rows] for part in self))


def _are_open(found: pl.DataFrame) -> np.ndarray:
    """Open names of persons and organizations."""
    kinds = pl.col("kind").is_in(["person", "organization"])
    return found.select(pl.col("alias").is_null() & kinds).to_series().to_numpy()


def _full(words: Words, found: pl.DataFrame) -> np.ndarray:
    """Full names of persons."""
    several = found.select((pl.col("kind") == "person") & (pl.col("n_words") > 1)).to_series()
    given = words.flag(found["first"].to_numpy(), "is_given")
    return several.fill_null(value=False).to_numpy() & given


def _ordinary(words: Words, names: _Listed) -> np.ndarray:
    """Words that name a place somewhere, and mostly something else: Council, Congress, Union."""
    word = words.flag(names.last, "is_common") | (words.kind_last(names.last) >= 0)
    return word & (names.first == names.last)


def _body(words: Words, names: _Listed) -> np.ndarray:
    """Names that end as no place does: the Millennium Villages Project."""
    head = words.kind_last(names.last)
    return (names.last > names.first) & (head >= 0) & ~words.place_heads[head]


def _called(words: Words, names: _Listed) -> np.ndarray:
    """The villages of Nuli and Avnevi, the town of Hit; Clarke and Madison counties."""
    together = _before_of(words, names.group_first, PLURALS)
    together |= _behind(words, names.group_last, PLURALS) & ~words.among(names.first, _CIVIC)
    before, earlier = np.maximum(names.first - 1, 0), np.maximum(names.first - 2, 0)
    village = words.among(before, _PLACE) & words.flag(before, "is_lower")
    village &= words.among(earlier, ("the",)) & words.together(earlier, names.first)
    camp = _behind(words, names.last, ("refugee",)) & _behind(words, names.last + 1, _CAMPS)
    return together | village | camp | _before_of(words, names.first, (*_PLACE, *_OF_PLACES))


def _streets(words: Words, names: _Listed) -> np.ndarray:
    """Villanova Drive."""
    end = len(words.match) - 1
    whole = ~words.setting.inner[np.minimum(names.last + 1, end)]
    whole &= words.count(names.first, names.last + 1, words.read.types_among(("'s",))) == 0
    return whole & (names.last > names.first) & words.among(names.last, _STREETS)


def _lanes(words: Words, names: _Listed) -> np.ndarray:
    """On Kelley Lane, at 12 Kelley Lane."""
    before = np.maximum(names.first - 1, 0)
    street = words.among(names.last, (*_STREETS, *_LANES)) & (names.last > names.first)
    street &= words.together(before, names.first)
    return street & (words.among(before, _ALONG) | words.flag(before, "is_number"))


def _before_of(words: Words, first: np.ndarray, nouns: tuple[str, ...]) -> np.ndarray:
    """Whether one of some nouns and `of` stand before these tokens."""
    article = words.among(np.maximum(first - 1, 0), ("the",))
    of, noun = np.maximum(first - 1 - article, 0), np.maximum(first - 2 - article, 0)
    return (
        words.among(of, ("of",))
        & words.among(noun, nouns)
        & (words.flag(noun, "is_lower") | words.setting.initial[noun])
        & words.together(noun, first)
    )


def _behind(words: Words, last: np.ndarray, nouns: tuple[str, ...]) -> np.ndarray:
    """Whether one of some nouns stands behind these tokens."""
    end = len(words.match) - 1
    last, behind = np.minimum(last, end), np.minimum(last + 1, end)
    noun = words.among(behind, nouns) & words.flag(behind, "is_lower")
    return noun & words.together(last, behind)


def _explained(words: Words, names: _Listed) -> np.ndarray:
    """Tamarasheni, a Georgian town; Nubul and Zahraa, two Shia towns."""
    found = np.zeros(len(names.last), dtype=bool)
    for last, nouns in ((names.last, _PLACE), (names.group_last, PLURALS)):
        rows = np.flatnonzero(_behind_comma(words, last))
        at = np.minimum(last[rows] + 3, len(words.match) - 1)
        goes_on = words.together(last[rows], at)
        for _ in range(_MOST_ADJECTIVES):
            behind = np.minimum(at + 1, len(words.match) - 1)
            noun = words.among(at, nouns) & words.flag(at, "is_lower")
            found[rows] |= goes_on & noun & words.among(behind, _GOES_ON)
            goes_on &= ~words.among(at, _NO_ADJECTIVE) & words.together(at, behind)
            at = behind
    return found


def _behind_comma(words: Words, last: np.ndarray) -> np.ndarray:
    """Whether a comma and an article or a number stand behind names."""
    end = len(words.match) - 1
    comma, article = np.minimum(last + 1, end), np.minimum(last + 2, end)
    return words.among(comma, (",",)) & words.among(article, _COUNTED)


def _of_local(words: Words, names: _Listed) -> np.ndarray:
    """An Alton man, Henderson police; a Buford home; John Roe, 24, of Nelson."""
    before, earlier = np.maximum(names.first - 1, 0), np.maximum(names.first - 2, 0)
    home = words.among(before, ("a", "an")) & _behind(words, names.last, _HOMES)
    aside = words.among(earlier, (",",)) & _from(words, names)
    return home | aside | _behind(words, names.last, _LOCALS)


def _from(words: Words, names: _Listed) -> np.ndarray:
    """Of Nelson, from Nelson; not at the beginning of a sentence."""
    before, earlier = np.maximum(names.first - 1, 0), np.maximum(names.first - 2, 0)
    return words.among(before, ("of", "from")) & words.together(earlier, names.first)


def _of_person(found: pl.DataFrame, names: _Listed) -> np.ndarray:
    """Names that a person stands before, and one word between: Jane Roe of Elida."""
    person = (found["kind"] == "person").fill_null(value=False).to_numpy()
    return np.append(False, person[:-1] & (names.last[:-1] == names.first[1:] - 2))


def _placed(words: Words, names: _Listed) -> np.ndarray:
    """In Clinton, near Brandon; but to believe in Clinton."""
    before, earlier = np.maximum(names.first - 1, 0), np.maximum(names.first - 2, 0)
    inside = words.among(before, ("in",)) & ~words.among(earlier, _IN_PERSONS)
    inside |= words.among(before, ("near", "outside"))
    return inside & words.together(before, names.first)


def _beside_places(words: Words, found: pl.DataFrame, names: _Listed) -> np.ndarray:
    """Names in lists behind a preposition of place where another one is a place, and none that the
    lexicon knows is anything else. In Lebanon, Hezbollah and Amal are no such list.
    """
    alias = found["alias"].fill_null(-1).to_numpy()
    known = alias >= 0
    place = (found["kind"] == "place").fill_null(value=False).to_numpy()
    place |= known & words.places[alias]
    some = np.bincount(names.group, place)[names.group] > 0
    others = np.bincount(names.group, known & ~place)[names.group] > 0
    before = np.maximum(names.group_first - 1, 0)
    inside = words.among(before, _WITHIN) & words.together(before, names.first)
    return inside & ~words.setting.initial[before] & some & ~others
