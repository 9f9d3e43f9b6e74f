"""Quantities in a batch: where they stand, what they count, what became of it."""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.numbers import FRACTIONS
from flows.extract.quantities.bounds import bounds
from flows.extract.quantities.counted import counted
from flows.extract.quantities.grammar import grammar
from flows.extract.quantities.labels import is_label
from flows.extract.quantities.money import WEIGHT, in_dollars, weighed
from flows.extract.quantities.role import roles_of
from flows.extract.reading import Reading
from flows.extract.spotting import CONNECTOR, MEMBER, NOTHING, TRIGGER, Spots, Tags, codes, spot
from flows.lexicon import Lexicon

_NUMBERS = ("one", "ten", "scale", "many")
_MEMBERS = (
    "a", "an", "between", "from", "%", "k", "m", "mn", "bn", "tn", "b", "us", *FRACTIONS,
    "per", "cent", "percent", "percentage", "points", "point", "more", "fewer", "less", "so",
    "plus", "+",
)  # fmt: skip
_CONNECTORS = ("of", "and", "to", "or", "-", "|")
#: What tells one half of a thing from the other.
_HALVES = ("northern", "southern", "eastern", "western", "first", "second", "other", "upper",
           "lower", "latter", "better")  # fmt: skip
_SHARES = ("percent", "percentage point")
_DETERMINERS = ("the", "its", "their", "his", "her", "our", "these", "those")


def find_quantities(
    documents: pl.DataFrame, read: Reading, dates: pl.DataFrame, lexicon: Lexicon
) -> pl.DataFrame:
    """Every quantity of a batch (contract Quantities), by document and place.

    Reads doc_id; numbers inside temporal expressions (`dates`, contract Dates) are not
    quantities, nor are ordinals, numbers of lists and of names (`Resolution 2170`, `F-16`).
    """
    words = grammar(lexicon)
    code = codes(read.types, _tags(lexicon))
    roles = _roles(code, lexicon)
    spots = spot(read, code, roles, _seeds(read, roles), words)
    read_forms = bounds(spots.forms, words, lexicon)
    spots, values = in_dollars(read, *_understood(spots, read_forms))
    values = weighed(read, spots, values)
    free = ~_in_dates(documents, read, spots, dates)
    free &= ~is_label(read, spots, values, lexicon)
    free &= ~values["share"].to_numpy() | _followed_by_of(read, spots)
    spots, values = spots.keep(free), values.filter(pl.Series(free))
    unit = counted(read, spots, lexicon)
    rows = pl.concat([values, unit, roles_of(read, spots, unit, lexicon)], how="horizontal")
    rows = _settled(_shared(read, spots, rows))
    return _published_form(documents, read, spots, rows)


def _understood(spots: Spots, values: pl.DataFrame) -> tuple[Spots, pl.DataFrame]:
    row = np.full(len(spots.forms), -1)
    row[values["row"].to_numpy()] = np.arange(values.height)
    spots = spots.keep(row[spots.form] >= 0)
    return spots, values.drop("row")[row[spots.form]]


@lru_cache(maxsize=4)
def _tags(lexicon: Lexicon) -> Tags:
    """Of the words that quantities are made of."""
    kinds = (*_NUMBERS, "vague", "fraction", "share", "money", "currency_sign")
    words = pl.concat([lexicon.number_words, lexicon.quantity_words])
    return Tags.of(words.filter(pl.col("class").is_in(kinds)))


def _roles(code: pl.Series, lexicon: Lexicon) -> np.ndarray:
    """What each type may be in a quantity."""
    hedges = lexicon.quantity_words.filter(pl.col("class") == "hedge")
    words = hedges["word"].str.to_lowercase().str.split(" ").explode(empty_as_null=False)
    listed = dict.fromkeys((f"{word} " for word in [*_MEMBERS, *words]), MEMBER)
    listed |= dict.fromkeys((f"{word} " for word in _CONNECTORS), CONNECTOR)
    word = pl.col("code")
    role = (
        pl.when(word.str.contains(rf"/(?:{'|'.join(_NUMBERS)}|share):|^\d"))
        .then(TRIGGER)
        .when(word.str.contains("/"))
        .then(MEMBER)
        .otherwise(word.replace_strict(listed, default=NOTHING, return_dtype=pl.Int32))
    )
    return code.alias("code").to_frame().select(role.cast(pl.UInt8)).to_series().to_numpy()


def _seeds(read: Reading, roles: np.ndarray) -> np.ndarray:
    return np.flatnonzero((roles == TRIGGER)[read.type_of])


def _in_dates(
    documents: pl.DataFrame, read: Reading, spots: Spots, dates: pl.DataFrame
) -> np.ndarray:
    """Whether quantities share a character with a temporal expression."""
    numbers = documents.select("doc_id").with_row_index("doc")
    doc = dates.join(numbers, on="doc_id", how="left", maintain_order="left")["doc"]
    if not len(doc):
        return np.zeros(len(spots.first), dtype=bool)
    base = doc.to_numpy().astype(np.int64) << 32
    starts, ends = base + dates["start"].to_numpy(), base + dates["end"].to_numpy()
    own = read.tokens["doc"].to_numpy()[spots.first].astype(np.int64) << 32
    start = read.tokens["start"].to_numpy()[spots.first]
    end = read.tokens["end"].to_numpy()[spots.last]
    # Dates do not overlap, so the last one that begins before a quantity's end decides.
    before = np.searchsorted(starts, own + end) - 1
    return (before >= 0) & (ends[before] > own + start)


def _followed_by_of(read: Reading, spots: Spots) -> np.ndarray:
    """A third of the city, but neither a third attack nor the northern half of it."""
    behind = np.minimum(spots.last + 1, len(read.type_of) - 1)
    before, sentence = np.maximum(spots.first - 1, 0), read.sentence_of
    halved = read.among(before, _HALVES) & (sentence[before] == sentence[spots.first])
    of = read.among(behind, ("of",)) & (sentence[behind] == sentence[spots.last])
    return of & ~halved


def _shared(read: Reading, spots: Spots, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with units where `of` leads to them: 92 of the 328 seats."""
    of, determiner = (read.types_among(words)[read.type_of] for words in (("of",), _DETERMINERS))
    at = spots.last[:-1] + 1
    gap = spots.first[1:] - at
    near = read.sentence_of[spots.last[:-1]] == read.sentence_of[spots.first[1:]]
    near &= of[at] & ((gap == 1) | ((gap == 2) & determiner[np.minimum(at + 1, len(of) - 1)]))
    part = pl.Series(np.append(near, values=False)[: rows.height], dtype=pl.Boolean)
    lends = part & rows["unit"].is_null() & rows["measure"].is_null()
    unit = pl.when(lends).then(pl.col("unit").shift(-1)).otherwise("unit")
    return rows.with_columns(unit=unit)


def _settled(rows: pl.DataFrame) -> pl.DataFrame:
    """Unit and role together, and whether the row tells anything."""
    measure = pl.col("measure")
    money = measure.is_not_null() & ~measure.is_in([*_SHARES, WEIGHT])
    unit = pl.coalesce(measure, "unit")
    role = (
        pl.when(money)
        .then(pl.lit("money"))
        .when(measure.is_in(_SHARES) | pl.col("share"))
        .then(pl.lit("share"))
        # Nobody kills 6.4 people; 1.2 million is whole.
        .when(~pl.col("measured") & ((pl.col("least") >= 1000) | (pl.col("least") % 1 == 0)))
        .then("role")
    )
    year = pl.col("lone") & pl.col("least").is_between(1000, 2100) & pl.col("role").is_null()
    bare = (pl.col("simple") | pl.col("ranged")) & unit.is_null() & role.is_null()
    # "one of them", "under one roof".
    one = (pl.col("least") == 1) & role.is_null()
    one &= pl.col("simple") | (unit.is_null() & pl.col("lower").is_null())
    return rows.with_columns(
        unit=unit,
        role=role,
        last=pl.when(measure.is_null()).then("last").otherwise(None),
        tells=~(bare | one | (year & unit.is_null())),
    )


def _published_form(
    documents: pl.DataFrame, read: Reading, spots: Spots, rows: pl.DataFrame
) -> pl.DataFrame:
    """The rows that tell something, cut out to the end of what they count."""
    tells = rows["tells"].to_numpy()
    spots, rows = spots.keep(tells), rows.filter("tells")
    doc = read.tokens["doc"].to_numpy()[spots.first]
    at = rows["last"].fill_null(-1).to_numpy()
    start = read.tokens["start"].to_numpy()[spots.first]
    end = read.tokens["end"].to_numpy()[np.where(at >= 0, at, spots.last)]
    sentence = read.sentences["sentence_no"].gather(read.sentence_of[spots.first])
    return rows.select(
        documents["doc_id"].gather(doc).alias("doc_id"),
        pl.Series("start", start, dtype=pl.Int32),
        pl.Series("end", end, dtype=pl.Int32),
        read.texts.cut(doc, start, end).alias("surface"),
        "lower",
        "upper",
        "lower_inclusive",
        "upper_inclusive",
        "approximate",
        "unit",
        "role",
        sentence.alias("sentence_no"),
    )
