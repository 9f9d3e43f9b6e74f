"""The tagger's names beside the lexicon's: which of two that overlap stands.

1. A lexicon match stands where the tagger names nothing, the same span, or a part of it; but a
   single word that the tagger is sure (0.9) is of another kind than the lexicon says is an open
   name of that kind: Washington the person. An organization stays one, as its own name is no
   person's: Pfizer. So is a place of one word that is the last word of a person of the document,
   unless a preposition of place stands before it: Jordan the player.
2. An ordinary word at the beginning of a sentence is no name unless the tagger is sure (0.6).
3. A longer name of the tagger takes in the matches inside it when it is not too unsure (0.3), but
   not a community and what it calls one of its own: the acronym of an armed group or a party (the
   Kurdish YPG), a faith (Egyptian Christians); nor two communities or countries with a hyphen
   between (the Turkish-Syrian border), unless the second makes them one (Iranian-American), nor
   what stands in a sentence all in capitals, where nothing tells the tagger what is a name.
4. Spans that cross a lexicon match are dropped, and so are those that cut through one that the
   rules took into a longer name.

Before that titles, articles and the like are put outside the tagger's names (`trimming`); what kind
those that stand are of, `kinds` says.

A match that the rules took into a longer name is one again where the tagger names just that, of the
same kind or of several words: Presidency of | Donald Trump.
"""

import numpy as np
import polars as pl

from flows.extract.arrays import among, ranges
from flows.extract.capitals import Words
from flows.extract.setting import SHOUTED
from flows.tag.kinds import open_rows
from flows.tag.labels import KINDS, Names, Tagged
from flows.tag.resources import RULE_KINDS, Resources
from flows.tag.trimming import is_office, trim

_SURE_OTHERWISE = 0.9
_SURE_LONGER = 0.3
_SURE_PLAIN = 0.6
_RULES_FROM = 0.6
_NAMESAKE = 0.7
_PLACE_PREPOSITIONS = ("in", "at", "near", "from", "to", "of", "outside", "around", "across")
_PERSON, _ORGANIZATION = KINDS.index("person"), KINDS.index("organization")
_PLACE, _MISC = KINDS.index("place"), KINDS.index("misc")
_GROUP = RULE_KINDS.index("group")
#: Behind a hyphen these make one community of two.
_HYPHENATED = tuple(
    f"{people}{s}" for people in ("american", "canadian", "australian") for s in ("", "s")
)


def merge(words: Words, found: pl.DataFrame, tagged: Tagged, resources: Resources) -> pl.DataFrame:
    """Rows of `find_names`, with the tagger's open names instead of the rules'."""
    known = found.filter(pl.col("alias").is_not_null())
    names, confidence = trim(words, *tagged, resources.lexicon)
    told = ~_is_plain(words, names, confidence, resources)
    names, confidence = Names(*(part[told] for part in names)), confidence[told]
    names = _uncounted(words, names, resources)
    whole = ~_cuts_a_match(words, names)
    names, confidence = Names(*(part[whole] for part in names)), confidence[whole]
    first, last = known["first"].to_numpy(), known["last"].to_numpy()
    low = np.searchsorted(last, names.first)
    high = np.searchsorted(first, names.last, side="right")
    touched = high > low
    at, end = np.minimum(low, max(len(first) - 1, 0)), np.maximum(high - 1, 0)
    if not len(first):
        touched[:] = False
        first, last, at, end = names.first, names.last, at * 0, end * 0
    inside = touched & (first[at] >= names.first) & (last[end] <= names.last)
    same = inside & (high - low == 1) & (first[at] == names.first) & (last[at] == names.last)
    stands = ~touched | (inside & ~same & (confidence >= _SURE_LONGER))
    stands &= ~(inside & _of_people(words, known, names, at, resources))
    stands &= ~(inside & ~same & (words.loud(names.first) == SHOUTED))
    stands |= same & _otherwise(known, at, names, confidence, resources.alias_kinds)
    replaced = np.zeros(known.height + 1, dtype=np.int64)
    np.add.at(replaced, low[stands & touched], 1)
    np.add.at(replaced, high[stands & touched], -1)
    beside = np.cumsum(replaced)[:-1] == 0
    # The last word of the full name itself is part of it.
    surnames = beside & _surnames(words, known, names, resources.alias_kinds)
    kept = known.filter(pl.Series(beside & ~surnames))
    namesakes = known["first"].to_numpy()[surnames]
    stands &= ~among(names.first, namesakes)
    persons = np.full(len(namesakes), _PERSON)
    parts = zip(names, (namesakes, namesakes, persons), strict=True)
    chosen = Names(*(np.concatenate((part[stands], more)) for part, more in parts))
    confidence = np.append(confidence[stands], np.full(len(namesakes), _NAMESAKE))
    opened = open_rows(words, chosen, confidence, resources.lexicon, found.schema)
    named = pl.concat([kept, _again(words, chosen, opened, resources.alias_kinds)])
    return pl.concat([named, _left_over(found, named.sort("first"))]).sort("first")


def _again(
    words: Words, names: Names, opened: pl.DataFrame, alias_kinds: np.ndarray
) -> pl.DataFrame:
    """Open names (rows of `find_names`), those that are just a match as the match; a match of one
    word, if it is of their kind.
    """
    match, length = words.match[names.first], names.last - names.first + 1
    whole = (match >= 0) & (words.match[names.last] == match)
    rows = np.flatnonzero(whole)
    at, name = ranges(names.first[rows], length[rows]), np.repeat(rows, length[rows])
    whole[name[words.match[at] != match[name]]] = False
    end = len(words.match) - 1
    before, behind = np.maximum(names.first - 1, 0), np.minimum(names.last + 1, end)
    whole &= (words.match[before] != match) | (before == names.first)
    whole &= (words.match[behind] != match) | (behind == names.last)
    whole &= (length > 1) | (np.minimum(alias_kinds[match], _MISC) == names.kind)
    is_match = pl.lit(pl.Series(whole))
    judged = ("kind", "subkind", "confidence")
    return opened.with_columns(
        pl.when(is_match).then(pl.Series(match)).otherwise("alias").alias("alias"),
        *(pl.when(~is_match).then(name).alias(name) for name in judged),
    ).cast(opened.schema)


def _is_plain(
    words: Words, names: Names, confidence: np.ndarray, resources: Resources
) -> np.ndarray:
    """Whether the tagger is not sure of a word that is mostly written small and owes its capital to
    its place: Brave citizens held out.
    """
    plain = (names.first == names.last) & words.setting.initial[names.first]
    plain &= (confidence < _SURE_PLAIN) & (words.loud(names.first) == 0)
    at = names.first[plain]
    ordinary = resources.is_ordinary(words.read.types["folded"].gather(words.read.type_of[at]))
    behind = np.minimum(at + 1, len(words.match) - 1)
    # Visa and Mastercard agreed.
    goes_on = words.flag(behind, "is_lower") & ~words.among(behind, ("and", "or"))
    plain[plain] = ordinary & goes_on
    return plain


def _cuts_a_match(words: Words, names: Names) -> np.ndarray:
    """Whether names begin or end inside a match: State of Jammu | and Kashmir.

    What is known of a person may go on (King Bhumibol Adulyadej).
    """
    end, match = len(words.match) - 1, words.match
    before, behind = np.maximum(names.first - 1, 0), np.minimum(names.last + 1, end)
    begins = (match[before] == match[names.first]) & (before < names.first)
    ends = (match[behind] == match[names.last]) & (behind > names.last)
    cut = (begins & (match[names.first] >= 0)) | (ends & (match[names.last] >= 0))
    person = words.persons[match[names.first]] | words.persons[match[names.last]]
    return cut & ~(person & (names.kind == _PERSON))


def _uncounted(words: Words, names: Names, resources: Resources) -> Names:
    """Communities without their number: 28,000 Jews."""
    match = words.match[names.last]
    counted = (match >= 0) & (resources.alias_kinds[match] == _GROUP) & (names.last > names.first)
    return names._replace(first=names.first + (counted & words.flag(names.first, "is_number")))


def _of_people(
    words: Words, known: pl.DataFrame, names: Names, low: np.ndarray, resources: Resources
) -> np.ndarray:
    """Whether names are two matches, the first at `low`: a community and the acronym of its
    fighters or party (the Kurdish YPG), or two communities (Egyptian Christians), or countries,
    with a hyphen between or none (Turkish-Syrian).
    """
    if known.height <= 1:
        return np.zeros(len(low), dtype=bool)
    first, last, alias = (known[name].to_numpy() for name in ("first", "last", "alias"))
    high = np.minimum(low + 1, known.height - 1)
    whole = (first[low] == names.first) & (last[high] == names.last)
    people = resources.alias_kinds[alias] == _GROUP
    forces = resources.alias_forces[alias[high]] & words.flag(last[high], "is_upper")
    side_by_side = (first[high] == last[low] + 1) & (first[high] == last[high])
    side_by_side &= people[low] & (forces | resources.alias_groups[alias[high]])
    peoples = people | resources.alias_countries[alias]
    between = np.minimum(last[low] + 1, len(words.match) - 1)
    joined = (first[high] == last[low] + 2) & words.setting.inner[between]
    joined &= peoples[low] & peoples[high] & ~words.among(last[high], _HYPHENATED)
    return whole & (side_by_side | joined)


def _left_over(found: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Open names of the rules that lie outside all others, if the rules are sure enough."""
    rules = found.filter(pl.col("alias").is_null() & (pl.col("confidence") >= _RULES_FROM))
    low = np.searchsorted(named["last"].to_numpy(), rules["first"].to_numpy())
    high = np.searchsorted(named["first"].to_numpy(), rules["last"].to_numpy(), side="right")
    return rules.filter(pl.Series(high <= low))


def _otherwise(
    known: pl.DataFrame,
    at: np.ndarray,
    names: Names,
    confidence: np.ndarray,
    alias_kinds: np.ndarray,
) -> np.ndarray:
    """Whether the tagger is sure that a lexicon match of one word is of another kind."""
    if not known.height:
        return np.zeros(len(at), dtype=bool)
    kind = alias_kinds[known["alias"].to_numpy()[at]]
    own = np.minimum(kind, _MISC)
    return (
        (own != names.kind)
        & (names.first == names.last)
        & (confidence >= _SURE_OTHERWISE)
        & (names.kind != _MISC)
        & (own != _MISC)
        & ~((own == _ORGANIZATION) & (names.kind == _PERSON))
    )


def _surnames(
    words: Words, known: pl.DataFrame, names: Names, alias_kinds: np.ndarray
) -> np.ndarray:
    """Whether a place of one word is rather a person of several words of its document.

    Not of those named after a place: King Abdullah of Jordan.
    """
    first, last = known["first"].to_numpy(), known["last"].to_numpy()
    full = (names.kind == _PERSON) & (names.last > names.first)
    full &= words.flag(np.maximum(names.last - 1, 0), "is_capital")
    # What brackets hold is more often an outlet than a person.
    full &= ~words.among(np.maximum(names.first - 1, 0), ("(", "via"))
    full &= ~is_office(words, names.first, names.last)
    place = alias_kinds[known["alias"].to_numpy()] == _PLACE
    before = np.maximum(first - 1, 0)
    place &= (first == last) & ~words.among(before, _PLACE_PREPOSITIONS)
    in_document = words.read.in_document
    place[place] = among(in_document(last[place]), in_document(names.last[full]))
    return place
