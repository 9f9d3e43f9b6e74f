"""What kind an open name is of: the tagger's word against the rules'.

Kinds are the tagger's, but where it is unsure (below 0.8) firm evidence of the rules decides: heads
of events, organizations, landscapes and provinces, a place's word nearby. However sure it is, a
contest is an event unless it is a person (Kentucky Derby), a province no person (Nabatieh
Governorate), and a school district a body. Ships (USS) and equipment (UAV) are always something
else, storms (Cyclone Debbie) what their heads say, and something else is what has a number and is
taken for a person (H5N1, Ilyushin Il-76), or a hyphen and a number and is taken for a place
(Moderna COVID-19). What it calls miscellaneous is an event or something else by its head, and a
community where the rules say so or the word is formed like one. The subkind is the rules', where
they agree on the kind.
"""

import numpy as np
import polars as pl

from flows.extract.capitals import Words
from flows.extract.evidence import judge, storms
from flows.extract.runs import Spans
from flows.lexicon import Lexicon
from flows.tag.labels import KINDS, Names

_UNSURE = 0.8
_PERSON, _PLACE = KINDS.index("person"), KINDS.index("place")
#: Heads of provinces that are nobody's surname and no other body's head.
_PROVINCES = (
    *("borough", "canton", "county", "district", "governorate", "krai", "municipality", "oblast"),
    *("prefecture", "province", "region", "territory", "voivodeship"),
)
_SERVICES = (
    *("school", "water", "fire", "recreation", "waste", "park", "sanitary", "library", "hospital"),
    *("improvement", "irrigation", "utility", "utilities", "health", "conservation", "transit"),
    *("sewer", "sanitation", "ambulance", "college", "development", "protection"),
)
_LANDSCAPES = ("river", "mountain", "island", "sea", "world_region", "country")
_AS_MISC = ("group", "event", "other")
_PEOPLE = r"(?:[a-z](?:ian|ean|ese|ish|i|an|ist)s?|[a-z](?:men|ites?))$"


def open_rows(
    words: Words, names: Names, confidence: np.ndarray, lexicon: Lexicon, schema: pl.Schema
) -> pl.DataFrame:
    """Open names as rows of `find_names`."""
    judged = judge(words, Spans(names.first, names.last, np.full(len(names.first), -1)), lexicon)
    people = words.read.types["word"].str.contains(_PEOPLE).to_numpy()
    people = people[words.read.type_of[names.last]] & (names.first == names.last)
    kinds = pl.Series([KINDS[kind] for kind in range(len(KINDS))]).gather(names.kind)
    other = (
        pl.when(pl.col("kind").is_in(_AS_MISC))
        .then("kind")
        .when(pl.Series(people))
        .then(pl.lit("group"))
        .otherwise(pl.lit("other"))
    )
    kind = pl.when(kinds == "misc").then(other).otherwise(kinds)
    firm = _firm(kinds, pl.Series(confidence), pl.Series(_provinces(words, names)))
    kind = pl.when(firm).then("kind").otherwise(kind)
    kind = pl.when(pl.Series(storms(words, names.first, names.last))).then("kind").otherwise(kind)
    kind = pl.when(pl.Series(_numbered(words, names))).then(pl.lit("other")).otherwise(kind)
    kind = pl.when(pl.Series(_services(words, names))).then(pl.lit("organization")).otherwise(kind)
    return (
        judged.with_columns(
            first=pl.Series(names.first),
            last=pl.Series(names.last),
            alias=pl.lit(None, schema["alias"]),
            confidence=pl.Series(confidence.astype(np.float64)).round(2).clip(0.01, 1),
            own=kind,
        )
        .with_columns(subkind=pl.when(pl.col("own") == pl.col("kind")).then("subkind"), kind="own")
        .select(list(schema))
        .cast(pl.Schema(schema))
    )


def _numbered(words: Words, names: Names) -> np.ndarray:
    """Whether names taken for persons have a number, or for places a hyphen and a number."""
    number = words.read.types["word"].str.contains(r"\p{N}").to_numpy()
    hyphen = words.setting.inner[np.maximum(names.last - 1, 0)] & (names.last > names.first)
    person = (names.kind == _PERSON) & (words.count(names.first, names.last + 1, number) > 0)
    place = (names.kind == _PLACE) & hyphen & number[words.read.type_of[names.last]]
    return person | place


def _provinces(words: Words, names: Names) -> np.ndarray:
    """Whether names end in a province's word."""
    return words.among(names.last, _PROVINCES) & ~_services(words, names)


def _services(words: Words, names: Names) -> np.ndarray:
    """Whether names are of districts that serve one purpose, and so bodies: a school district."""
    served = words.among(np.maximum(names.last - 1, 0), _SERVICES) & (names.last > names.first)
    return served & words.among(names.last, ("district",))


def _firm(kinds: pl.Series, confidence: pl.Series, of_province: pl.Series) -> pl.Expr:
    """Whether a judged name is of the kind the rules say, not of that the tagger says."""
    evidence, kind = pl.col("evidence"), pl.col("kind")
    head = evidence == "head"
    province = head & (kind == "place") & of_province
    person, organization, place, misc = (kinds == name for name in KINDS)
    body = (kind == "organization") & (pl.col("subkind") != "party")
    landscape = pl.col("subkind").is_in(_LANDSCAPES)
    lines = [
        head & (kind == "event") & ~person,
        head & body & (person | place | misc),
        head & landscape & (organization | misc),
        province,
        (evidence == "nearby") & (organization | misc),
    ]
    unsure = pl.any_horizontal(lines) & (confidence < _UNSURE)
    certain = [
        evidence == "thing",
        head & (kind == "other"),
        head & (pl.col("subkind") == "sport") & ~person,
        province & person,
    ]
    return unsure | pl.any_horizontal(certain)
