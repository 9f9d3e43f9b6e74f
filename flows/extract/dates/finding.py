"""Temporal expressions in a batch: where they stand, what they mean, which days they are."""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.dates.anchoring import anchor
from flows.extract.dates.context import in_context
from flows.extract.dates.grammar import grammar
from flows.extract.dates.meaning import mean
from flows.extract.dates.parsing import parse
from flows.extract.dates.ranges import join_ends, pair_ends
from flows.extract.dates.timex import with_values
from flows.extract.numbers import FRACTIONS
from flows.extract.reading import Reading
from flows.extract.spotting import CONNECTOR, MEMBER, NOTHING, TRIGGER, Spots, Tags, codes, spot
from flows.lexicon import Lexicon

_TRIGGERS = (
    "month", "weekday", "weekdays", "season", "unit", "units", "daypart", "deixis", "present",
    "past", "future", "frequency", "decade_word", "ampm", "q", "overnight",
)  # fmt: skip
_TRIGGER = (
    rf"/(?:{'|'.join(_TRIGGERS)}):"
    r"|^(?:(?:1[0-9]|20|21)\d\d|(?:19|20)\d{6}|\d\d?\.\d\d?\.\d{4}|s|o'clock|time"
    r"|moment|present|past/.*|future|christmas|halloween|boxing|valentine|eve) $"
)
_MEMBER = r"/|^\d"
_MEMBERS = (
    "the", "a", "an", "every", "each", "other", "single", "once", "twice", "times", "per", "ago",
    "at", "fiscal", "calendar", "school", "academic", "financial", "business", "full", "whole",
    "entire", "about", "around", "almost", "nearly", "approximately", "roughly", "more", "less",
    "fewer", "than", "least", "most", "up", "as", "many", "some", "little", "another", "mere",
    "further", "extra", "straight", "consecutive", "additional", "long", "short", "working",
    "before", "well", "just", "over", "under", "close",
    "final", "opening", "closing", "recent", "very", "st", "nd", "rd", "th", "t", "z", "fy", "'",
    *FRACTIONS, "foreseeable", "near", "right", "until", "these",
    "those", "'s", "part", "first",
    "new", "period", "latter",
)  # fmt: skip
_CONNECTORS = (
    "of", "and", "to", "or", "till", "through", "in", "on", "after", "-", ",", "|", ":", ".", "(",
    ")",
)  # fmt: skip
_BETWEEN_NUMBERS = ("/", ":")


def find_dates(documents: pl.DataFrame, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Every temporal expression of a batch (contract Dates), by document and place.

    Reads doc_id and published_at (taken as unknown where the frame lacks it).
    """
    words = grammar(lexicon)
    code = codes(read.types, _tags(lexicon))
    roles = _roles(code)
    spots = spot(read, code, roles, _seeds(read, roles), words)
    meanings = mean(parse(spots.forms, words, lexicon))
    rows = _rows(read, spots, meanings)
    rows = in_context(read, rows)
    rows = pair_ends(read, rows)
    rows = with_values(anchor(rows, read, _published(documents), lexicon))
    rows = join_ends(rows)
    return _published_form(documents, read, rows)


def _rows(read: Reading, spots: Spots, meanings: pl.DataFrame) -> pl.DataFrame:
    """One row per expression with its meaning and its tokens."""
    row = np.full(len(spots.forms), -1)
    row[meanings["row"].to_numpy()] = np.arange(meanings.height)
    understood = row[spots.form] >= 0
    spots = spots.keep(understood)
    places = pl.DataFrame(
        {
            "at": spots.first,
            "at_last": spots.last,
            "start": read.tokens["start"].gather(spots.first),
            "end": read.tokens["end"].gather(spots.last),
        }
    )
    return pl.concat([places, meanings.drop("row")[row[spots.form]]], how="horizontal")


@lru_cache(maxsize=4)
def _tags(lexicon: Lexicon) -> Tags:
    """Of the words that expressions are made of, without those that only hint at the tense."""
    words = pl.concat([lexicon.time_words, lexicon.number_words])
    return Tags.of(words.filter(~pl.col("class").str.starts_with("cue")))


def _roles(code: pl.Series) -> np.ndarray:
    """What each type may be in an expression."""
    listed = dict.fromkeys((f"{word} " for word in _MEMBERS), MEMBER)
    listed |= dict.fromkeys((f"{word} " for word in _CONNECTORS), CONNECTOR)
    word = pl.col("code")
    role = (
        pl.when(word.str.contains(_TRIGGER))
        .then(TRIGGER)
        .when(word.str.contains(_MEMBER))
        .then(MEMBER)
        .otherwise(word.replace_strict(listed, default=NOTHING, return_dtype=pl.Int32))
    )
    return code.alias("code").to_frame().select(role.cast(pl.UInt8)).to_series().to_numpy()


def _seeds(read: Reading, roles: np.ndarray) -> np.ndarray:
    """Tokens that trigger an expression; marks between numbers do: 10/26/89, 15:00."""
    of = read.type_of
    mark = read.types["word"].is_in(_BETWEEN_NUMBERS).to_numpy()
    number = read.column("is_number")
    at = np.flatnonzero(mark[of])
    at = at[(at > 0) & (at < len(of) - 1)]
    at = at[number[of[at - 1]] & number[of[at + 1]]]
    wanted = (roles == TRIGGER)[of]
    wanted[at - 1] = True
    return np.flatnonzero(wanted)


def _published(documents: pl.DataFrame) -> np.ndarray:
    """Day of publication of every document; NaT where unknown."""
    if "published_at" not in documents.columns:
        return np.full(documents.height, np.datetime64("NaT"), dtype="datetime64[D]")
    return documents["published_at"].dt.date().to_numpy().astype("datetime64[D]")


def _published_form(documents: pl.DataFrame, read: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    doc = read.tokens["doc"].to_numpy()[rows["at"].to_numpy()]
    sentence = read.sentence_of[rows["at"].to_numpy()]
    return rows.select(
        documents["doc_id"].gather(doc).alias("doc_id"),
        pl.col("start", "end").cast(pl.Int32),
        read.texts.cut(doc, *rows.select("start", "end").to_numpy().T).alias("surface"),
        "kind",
        "date_from",
        "date_to",
        "precision",
        "basis",
        "anchor",
        "value",
        read.sentences["sentence_no"].gather(sentence).alias("sentence_no"),
    )
