"""Names of the tagger that are two names: who and where from, where and who holds office there.

- Kaitlin Craig | of | Elida, a place if the gazetteer knows it, else a body. One word before `of`
  is part of the name (Lawrence of Arabia), and so are a number (Charles II of Spain) and an office.
- Litchfield | Selectman | Marsha Bernstein: an office that is nobody's surname.
- Rosyth | – | Zeebrugge, and Wire One News | – | Police left: at a dash between blanks.
- Columbus |, | Ohio; Grayson | and | Love counties; Papua | and | West Papua; and behind the short
  form of a state: Calif. | Olson.
"""

import numpy as np

from flows.extract.arrays import ranges
from flows.extract.capitals import Words
from flows.extract.tokens import BLANK
from flows.tag.labels import KINDS, Names, Tagged, by_place, keep
from flows.tag.localities import PLURALS
from flows.tag.resources import Resources

_PERSON, _ORGANIZATION, _PLACE = (KINDS.index(kind) for kind in ("person", "organization", "place"))
#: How sure one is of what the tagger took for part of another name; firm evidence may overrule it.
_UNSURE = 0.7
_FEWEST_WORDS = 2
_MOST_WORDS = 4
_CONSTITUENCIES = ("riding", "constituency", "seat", "electorate", "candidate", "nomination")
_OFFICES = (
    *("sheriff", "mayor", "governor", "senator", "commissioner", "councilman", "councilwoman"),
    *("councillor", "councilor", "alderman", "congressman", "congresswoman", "selectman"),
    *("selectwoman", "assemblyman", "assemblywoman", "superintendent", "minister", "president"),
    *("secretary", "ambassador", "spokesman", "spokeswoman", "spokesperson", "chairman", "clerk"),
    *("chairwoman", "director", "prosecutor", "attorney", "manager", "ceo", "coroner"),
)


def part(words: Words, tagged: Tagged, resources: Resources) -> Tagged:
    """The tagger's names, those that are two names as two."""
    tagged = _behind_states(words, tagged, resources)
    tagged = _at_dashes(words, tagged)
    tagged = _at_commas(words, tagged)
    tagged = _at_and(words, tagged)
    tagged = _at_of(words, tagged, resources)
    return _at_offices(words, tagged, resources)


def _behind_states(words: Words, tagged: Tagged, resources: Resources) -> Tagged:
    """Persons without the short form of a state that a comma stands before."""
    names, confidence = tagged
    before, match = np.maximum(names.first - 1, 0), words.match[names.first]
    state = words.among(before, (",",)) & (names.kind == _PERSON)
    state &= (match >= 0) & words.places[match] & ~resources.alias_countries[match]
    behind = words.behind_match(names.first, names.last)
    state &= words.flag(behind - (behind > names.first), "is_dotted") & (words.match[behind] < 0)
    return Tagged(names._replace(first=np.where(state, behind, names.first)), confidence)


def _at_dashes(words: Words, tagged: Tagged) -> Tagged:
    """Names before a dash between blanks and behind it, unless the lexicon knows both as one: two
    persons, two places that are no constituency, a body and whoever has a given name, and a body
    and the word that its text begins with. Other bodies go on (African National Union – Patriotic
    Front).
    """
    names = tagged.names
    dash = _inside(words, names, ("-", "–", "—"))
    left, right = np.maximum(dash - 1, 0), np.minimum(np.maximum(dash, 0) + 1, names.last)
    space = words.read.tokens["space"].to_numpy()
    cut = (dash >= 0) & (space[left] == BLANK) & (space[right - 1] == BLANK)
    somebody = words.flag(right, "is_given") & (right < names.last)
    text = _begins_text(words, names, right)
    apart = (names.kind == _PERSON) | ((names.kind == _PLACE) & ~_constituency(words, names))
    cut &= (apart | somebody | text) & ~_known(words, names)
    kind = np.where(somebody, _PERSON, names.kind)
    behind = names._replace(first=right + (text & ~somebody), kind=kind)
    return _cut(tagged, cut, names._replace(last=dash - 1), behind)


def _begins_text(words: Words, names: Names, right: np.ndarray) -> np.ndarray:
    """Whether a name's last word begins a text that goes on small, its source being before."""
    behind = np.minimum(right + 1, len(words.match) - 1)
    sentence = words.read.sentence_of[names.first]
    begins = words.read.sentences["first_token"].to_numpy()[sentence] == names.first
    small = words.flag(right, "is_common") | (words.kind_last(right) >= 0)
    return begins & small & (right == names.last) & words.flag(behind, "is_lower")


def _constituency(words: Words, names: Names) -> np.ndarray:
    """Whether names stand behind a word for constituencies, and what leads from there."""
    lead = np.maximum(names.first - 1, 0)
    leads = words.among(lead, ("of", "for", "in"))
    return leads & words.among(np.maximum(lead - 1, 0), _CONSTITUENCIES)


def _known(words: Words, names: Names) -> np.ndarray:
    """Whether the lexicon has names as a whole."""
    match = words.match[names.first]
    return (match >= 0) & (words.match[names.last] == match)


def _at_commas(words: Words, tagged: Tagged) -> Tagged:
    """Places before a comma and behind it, unless the lexicon knows both as one."""
    names = tagged.names
    comma = _inside(words, names, (",",))
    cut = (comma >= 0) & (names.kind == _PLACE) & ~_known(words, names)
    left, right = names._replace(last=comma - 1), names._replace(first=comma + 1)
    return _cut(tagged, cut, left, right)


def _at_and(words: Words, tagged: Tagged) -> Tagged:
    """Two places of a kind that is named behind both, or the first of which the lexicon knows."""
    names = tagged.names
    joint = _inside(words, names, ("and", "or"))
    behind = np.minimum(names.last + 1, len(words.match) - 1)
    kind = words.among(behind, PLURALS) & words.flag(behind, "is_lower")
    kind &= words.together(behind, names.last)
    match = words.match[names.first]
    known = (match >= 0) & (words.behind_match(names.first, names.last) == joint)
    known &= words.places[match]
    cut = (joint >= 0) & (names.kind == _PLACE) & (kind | known)
    return _cut(tagged, cut, names._replace(last=joint - 1), names._replace(first=joint + 1))


def _at_of(words: Words, tagged: Tagged, resources: Resources) -> Tagged:
    """Persons of several words before `of`, and what they are of."""
    names = tagged.names
    of = _inside(words, names, ("of",))
    before, behind = np.maximum(of - 1, 0), np.clip(of + 1, 0, names.last)
    behind = behind + (words.among(behind, ("the",)) & (behind < names.last))
    start = names.first
    for _ in range(_MOST_WORDS):
        start = np.minimum(start + words.in_title[start], names.last)
    several = of - start - words.flag(before, "is_upper") >= _FEWEST_WORDS
    cut = (of >= 0) & (names.kind == _PERSON) & several
    cut &= words.flag(before, "is_capital") & words.flag(behind, "is_capital")
    cut &= ~words.in_title[before]
    place = np.zeros(len(cut), dtype=bool)
    place[cut] = resources.are_places(words, behind[cut], names.last[cut])
    home = names._replace(first=behind, kind=np.where(place, _PLACE, _ORGANIZATION))
    return _cut(tagged, cut, names._replace(last=of - 1), home)


def _at_offices(words: Words, tagged: Tagged, resources: Resources) -> Tagged:
    """Persons behind an office, and what stands before it: where or what the office is of."""
    names = tagged.names
    office = _inside(words, names, _OFFICES)
    behind = np.clip(office + 1, 0, names.last)
    cut = (office >= 0) & (names.kind == _PERSON) & words.in_title[office]
    cut &= words.flag(office, "is_capital") & words.flag(behind, "is_capital")
    if not cut.any():
        return tagged
    before = office - 1
    for _ in range(_MOST_WORDS):
        before = before - ((before >= names.first) & words.title_goes_on[before])
    whole = np.maximum(before, names.first)
    empty = words.read.column("is_common") | (words.heads_last >= 0)
    said = words.count(names.first, whole + 1, ~empty)
    before = np.where(said == 0, names.first - 1, before)
    place = words.place_heads[words.kind_last(whole)] & (words.kind_last(whole) >= 0)
    place[cut] |= resources.are_places(words, names.first[cut], whole[cut])
    of = names._replace(last=before, kind=np.where(place, _PLACE, _ORGANIZATION))
    return _cut(tagged, cut, of, names._replace(first=behind))


def _inside(words: Words, names: Names, among: tuple[str, ...]) -> np.ndarray:
    """The first of some words that stands inside each name, not at its edges; else -1."""
    found = np.full(len(names.first), -1)
    rows = np.flatnonzero(names.last - names.first >= _FEWEST_WORDS)
    length = (names.last - names.first)[rows] - 1
    at = ranges(names.first[rows] + 1, length)
    hits = np.flatnonzero(words.among(at, among))
    name = np.repeat(rows, length)[hits]
    # Backwards, so that the first of several stands.
    found[name[::-1]] = at[hits[::-1]]
    return found


def _cut(tagged: Tagged, cut: np.ndarray, left: Names, right: Names) -> Tagged:
    """Names, those to be cut as two; a part without words is none."""
    if not cut.any():
        return tagged
    names, sure = tagged
    halves = [keep(tagged, ~cut)]
    for half in (left, right):
        guessed = np.where(half.kind == names.kind, sure, np.minimum(sure, _UNSURE))
        halves.append(keep(Tagged(half, guessed), cut & (half.first <= half.last)))
    return by_place(*halves)
