"""What a name is, from its own words and its neighbours, with how far that can be trusted.

The first line that applies gives kind and confidence. The figures order the lines by how often
they were right on labelled news and web text; they are no calibrated probabilities.

| evidence | | kind | confidence |
|---|---|---|---|
| head | last or first word is a head (University, Party, River, Battle of) | the head's | 0.85 |
| body | the Senate, a Coalition adviser: a body by one word with its capital | organization | 0.6 |
| title | a title stands before it | the title's | 0.9 |
| full name | a given name and more, or an initial, or bin / ibn between | person | 0.85 |
| nearby | a place's head in lower case behind it, or before it with `of` (the Amerli |  |  |
|  | district, the town of Hit); or a comma and a place of the lexicon behind it | place | 0.75 |
| office | the office of a place behind it (Toledo Mayor Carty Finkbeiner) | place | 0.85 |
| thing | equipment (UAV, IED, Katyusha) | other | 0.6 |
| acronym | capitals only, up to six letters | organization | 0.7 |
| given name | a given name alone | person | 0.6 |
| speaks | a verb of speaking behind it | person | 0.6 |
| placed | a preposition of place before one or two words | place | 0.5 |
| direction | a direction and more (North Kordofan) | place | 0.6 |
| several | two or three words | person | 0.5 |
| acts | one word, and a verb in the past behind it | person | 0.4 |
| long | four words or more | other | 0.4 |
| none | one word | organization | 0.3 |

A name that is known from no other place than the beginning of a sentence, and any name in a
headline, is worth 0.2 less.
"""

from functools import cache

import numpy as np
import polars as pl

from flows.extract.arrays import ranges
from flows.extract.capitals import Words
from flows.extract.forces import is_coalition
from flows.extract.runs import Spans
from flows.lexicon import Lexicon

_OF = ("of", "for")
_PLACE_PREPOSITIONS = ("in", "at", "near", "from", "outside", "around", "across", "towards")
_SPEAKING = ("said", "says", "told", "added", "announced", "stated", "warned", "who", "tweeted")
_PAST = ("was", "has", "had", "is", "won", "led", "became", "took", "went", "began", "spoke")
_LOCAL_OFFICES = ("mayor", "sheriff", "governor", "councilman", "councilwoman", "selectman")
_DIRECTIONS = ("north", "south", "east", "west", "northern", "southern", "eastern", "western")
#: Bodies that are called by this one word.
_BODIES = ("coalition", "senate", "congress", "parliament", "assembly", "court", "legislature")
_THINGS = (
    *("uav", "uavs", "ied", "ieds", "vbied", "vbieds", "svbied", "svbieds", "rpg", "rpgs", "apc"),
    *("apcs", "icbm", "icbms", "manpads", "wmd", "wmds", "atgm", "atgms", "suv", "suvs", "atv"),
    *("qassam", "qassams", "katyusha", "katyushas", "scud", "scuds"),
    *("eod", "gps", "dvd", "dvds", "cd", "cds", "pc", "pcs", "url", "pdf", "usb", "sms", "gmo"),
)
#: Storms that bear a name; a storm is tropical, or one in Europe.
_STORMS = ("hurricane", "cyclone", "typhoon", "storm", "hurricanes", "cyclones", "typhoons")
_TROPICAL = ("tropical",)
#: Heads of places that in lower case are rather verbs: the Dow falls.
_VERBS = ("falls", "pass")
_PATRONYMIC = ("bin", "ibn", "bint", "abu", "von", "van", "der", "da", "dos")
_ACRONYM_LETTERS = 6
_UNSURE = 0.2


def judge(words: Words, names: Spans, lexicon: Lexicon) -> pl.DataFrame:
    """Evidence (a line of the module's table), kind, subkind (String), confidence (Float64) of open
    names, one row each.

    Also n_words (Int64), lone_start and in_headline (Boolean), see `names.find_names`.
    """
    heads = lexicon.heads.with_row_index("row").select(
        pl.col("row").cast(pl.Int64), head_kind="kind", head_subkind="subkind"
    )
    nearby = heads.rename({"head_kind": "near_kind", "head_subkind": "near_subkind"})
    confidence = pl.col("confidence") - _UNSURE * (pl.col("lone_start") | pl.col("in_headline"))
    return (
        _observe(words, names)
        .join(heads, left_on="head", right_on="row", how="left", maintain_order="left")
        .join(nearby, left_on="near", right_on="row", how="left", maintain_order="left")
        .with_columns(verdict=_verdict())
        .unnest("verdict")
        .select(
            *("evidence", "kind", "subkind", confidence.clip(0.1).round(2)),
            *("n_words", "lone_start", "in_headline"),
        )
    )


@cache
def _verdict() -> pl.Expr:
    """The first line of the module's table that applies."""
    words, given = pl.col("n_words"), pl.col("given")
    near_place = pl.col("near_kind") == "place"
    several = words.is_between(2, 3)
    head = pl.col("head_kind").is_not_null()
    lines = [
        ("head", head, pl.col("head_kind"), pl.col("head_subkind"), 0.85),
        ("body", pl.col("body"), "organization", None, 0.6),
        ("title", pl.col("titled"), "person", None, 0.9),
        ("full name", (given & several) | pl.col("personal"), "person", None, 0.85),
        ("nearby", near_place, "place", pl.col("near_subkind"), 0.75),
        ("nearby", pl.col("in_place"), "place", None, 0.75),
        ("office", pl.col("office"), "place", None, 0.85),
        ("thing", pl.col("thing"), "other", None, 0.6),
        ("acronym", pl.col("acronym"), "organization", None, 0.7),
        ("given name", given & (words == 1), "person", None, 0.6),
        ("speaks", pl.col("speaks"), "person", None, 0.6),
        ("placed", pl.col("placed") & (words <= 2), "place", None, 0.5),
        ("direction", pl.col("direction") & several, "place", None, 0.6),
        ("several", several & ~pl.col("article"), "person", None, 0.5),
        ("acts", pl.col("acts") & (words == 1), "person", None, 0.4),
        ("long", words >= 4, "other", None, 0.4),
    ]
    decision = _row("none", "organization", None, 0.3)
    for evidence, condition, kind, subkind, confidence in reversed(lines):
        row = _row(evidence, kind, subkind, confidence)
        decision = pl.when(condition).then(row).otherwise(decision)
    return decision


def _row(evidence: str, kind: str | pl.Expr, subkind: pl.Expr | None, confidence: float) -> pl.Expr:
    return pl.struct(
        evidence=pl.lit(evidence),
        kind=pl.lit(kind) if isinstance(kind, str) else kind,
        subkind=pl.lit(None, pl.String) if subkind is None else subkind,
        confidence=pl.lit(confidence),
    )


def bodies(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether names are `Coalition` and its like, in a sentence that is no headline."""
    before = np.maximum(first - 1, 0)
    led = words.among(before, ("the",)) & words.together(before, first)
    led |= words.among(first, ("coalition",))
    body = (first == last) & words.among(first, _BODIES) & led
    body &= ~words.setting.initial[first] | is_coalition(words.read, first)
    return body & (words.loud(first) == 0)


def storms(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether names are those of storms: Hurricane Delta, Tropical Storm Barry."""
    kind = np.minimum(first + words.among(first, _TROPICAL), last)
    return words.among(kind, _STORMS) & (last > kind)


def _observe(words: Words, names: Spans) -> pl.DataFrame:
    """What stands in and around each name."""
    first, last = names.first, names.last
    before, behind = np.maximum(first - 1, 0), np.minimum(last + 1, len(words.match) - 1)
    preceded = words.together(before, first) & (first > 0)
    followed = words.together(behind, last) & (behind > last)
    capital = words.flag(behind, "is_capital")
    noun = words.flag(behind, "is_lower") & ~words.among(behind, _VERBS)
    near = np.where(followed & noun, words.kind_last(behind), -1)
    return pl.DataFrame(
        _own_words(words, names)
        | {
            "near": near,
            "titled": preceded & (words.title[before] >= 0),
            "body": bodies(words, first, last),
            "speaks": followed & words.among(behind, _SPEAKING),
            "placed": preceded & words.among(before, _PLACE_PREPOSITIONS),
            "office": followed & words.among(behind, _LOCAL_OFFICES) & capital,
            "in_place": _in_place(words, names, preceded, followed),
            "acts": followed & _past(words, behind),
            "article": preceded & words.among(before, ("the",)),
            "in_headline": words.loud(first) > 0,
        }
    )


def _own_words(words: Words, names: Spans) -> dict[str, np.ndarray]:
    """What the words of each name say."""
    first, last = names.first, names.last
    several = last > first
    before_number = last - (several & words.flag(last, "is_number"))
    shape = words.read.types.select(
        word=pl.col("is_capital") & ~pl.col("is_particle"),
        personal=pl.col("is_initial") | pl.col("folded").is_in(_PATRONYMIC),
        acronym=(pl.col("is_upper") & (pl.col("n_chars") <= _ACRONYM_LETTERS))
        | pl.col("shape").str.contains(r"^(X\.)+$"),
    )
    n_words, n_personal = (
        words.count(first, last + 1, shape[name]) for name in ("word", "personal")
    )
    acronym = shape["acronym"].to_numpy()[words.read.type_of[first]]
    return {
        "n_words": np.maximum(n_words, 1),
        "head": np.where(several, _head(words, names), -1),
        "given": words.flag(first, "is_given"),
        "personal": several & (n_personal > 0),
        "acronym": acronym & (first == before_number),
        "thing": ~several & words.among(first, _THINGS) & words.flag(first, "is_capital"),
        "direction": words.among(first, _DIRECTIONS),
        "lone_start": words.setting.initial[first]
        & (n_words <= 1)
        & ~is_coalition(words.read, first),
    }


def _past(words: Words, at: np.ndarray) -> np.ndarray:
    """Whether these tokens are verbs in the past, as far as their form tells."""
    form = pl.col("folded").str.contains("[a-z]ed$") | pl.col("folded").is_in(_PAST)
    verbs = words.read.types.select(pl.col("is_lower") & form).to_series().to_numpy()
    return verbs[words.read.type_of[at]]


def _in_place(words: Words, names: Spans, preceded: np.ndarray, followed: np.ndarray) -> np.ndarray:
    """Whether `town of` stands before a name, or a comma and a known place behind it."""
    n = len(words.match) - 1
    before, earlier = np.maximum(names.first - 1, 0), np.maximum(names.first - 2, 0)
    behind, later = np.minimum(names.last + 1, n), np.minimum(names.last + 2, n)
    row = words.kind_last(earlier)
    of = preceded & words.among(before, ("of",)) & words.flag(earlier, "is_lower")
    of &= words.place_heads[row] & (row >= 0) & words.together(earlier, names.first)
    comma = followed & words.among(behind, (",",)) & words.together(later, names.last)
    # Of the Council, Sweden said.
    comma &= (names.last > names.first) | (words.kind_last(names.last) < 0)
    return of | (comma & (words.match[later] >= 0) & words.places[words.match[later]])


def _head(words: Words, names: Spans) -> np.ndarray:
    """The head of a name: its last word before `of`, else its first; a row of the heads or -1."""
    core = _before_of(words, names)
    core = core - ((core > names.first) & words.flag(core, "is_number"))
    # Economic Co-operation is no operation.
    half = words.flag(core, "is_lower") & words.setting.inner[np.maximum(core - 1, 0)]
    core_is_last = np.where(half, -1, words.kind_last(core))
    core_is_first = np.where(core < names.last, words.kind_first(core), -1)
    first = words.kind_first(names.first)
    # Hurricane Delta is no delta.
    storm = words.kind_first(names.first + words.among(names.first, _TROPICAL))
    core_is_last = np.where(storms(words, names.first, names.last), storm, core_is_last)
    return np.where(
        core_is_last >= 0, core_is_last, np.where(core_is_first >= 0, core_is_first, first)
    )


def _before_of(words: Words, names: Spans) -> np.ndarray:
    """The last token of each name that stands before `of` or `for`."""
    of = words.read.types_among(_OF)
    length = names.last - names.first + 1
    at = ranges(names.first, length)
    name = np.repeat(np.arange(len(length)), length)
    found = np.flatnonzero(of[words.read.type_of[at]])
    core = names.last.copy()
    # Backwards, so that the first of several stands.
    core[name[found[::-1]]] = at[found[::-1]] - 1
    return core
