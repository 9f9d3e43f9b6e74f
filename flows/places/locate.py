"""Mentions of places to places of the gazetteer."""

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.lexicon import Lexicon
from flows.places.atlas import Atlas
from flows.places.beside import told
from flows.places.choice import choose
from flows.places.gazetteer import FEATURES, Gazetteer
from flows.places.questions import Questions, ask

PREFIX = "geonames:"
_SUBKINDS = dict(
    zip(FEATURES, ("continent", "country", "region", "district", "city", "city"), strict=True)
)


def locate(
    reading: Reading, linked: pl.DataFrame, lexicon: Lexicon, gazetteer: Gazetteer | None
) -> pl.DataFrame:
    """Linked mentions with places told apart: two Georgetowns are two entities.

    Reads what `link` returns. An open place that the gazetteer has becomes the lexicon's entity
    for it, or `geonames:` and its id; a lexicon's place another of its name, where the document is
    at home elsewhere (Paris, Texas); an open name of another kind a place, where the text says
    what it lies in (Mansfield, Ohio). Changes kind, subkind, basis, entity_id, name, entity_kind
    and entity_subkind of those; adds place_confidence (null where no place was looked up).
    """
    unknown = linked.with_columns(place_confidence=pl.lit(None, dtype=pl.Float64))
    if gazetteer is None or not linked.height:
        return unknown
    atlas = Atlas.of(gazetteer, lexicon)
    questions = ask(linked, atlas, lexicon)
    said = told(reading, linked, questions, atlas)
    choice = choose(questions, said, atlas)
    place, sure = choice.place[questions.of_mention], choice.sure[questions.of_mention]
    asked = (questions.of_mention >= 0) & (place >= 0)
    is_place = (linked["kind"] == "place").to_numpy() | (linked["method"] == "lexicon").to_numpy()
    asked &= is_place | _said(questions, said, choice.place)[questions.of_mention]
    listed = questions.asked["listed"].fill_null(-1).to_numpy()[questions.of_mention]
    return _adopt(unknown, np.flatnonzero(asked & (place != listed)), place, gazetteer, atlas).pipe(
        _trust, asked, sure
    )


def _said(questions: Questions, said: np.ndarray, place: np.ndarray) -> np.ndarray:
    """By question, whether the text itself bears out the place chosen."""
    answers = questions.answers
    question = answers["question"].to_numpy()
    result = np.zeros(questions.asked.height, dtype=bool)
    result[question[said & (place[question] == answers["place"].to_numpy())]] = True
    return result


def _adopt(
    linked: pl.DataFrame, rows: np.ndarray, place: np.ndarray, gazetteer: Gazetteer, atlas: Atlas
) -> pl.DataFrame:
    """Rows with the entities of their places."""
    distinct, codes = np.unique(place[rows], return_inverse=True)
    known = gazetteer.places[distinct].select(
        pl.Series("place", distinct),
        geonames=pl.format(PREFIX + "{}", "geonames_id"),
        own_name="name",
        own_subkind=pl.col("feature").cast(pl.String).replace_strict(_SUBKINDS),
    )
    entities = known.join(atlas.entities, on="place", how="left", maintain_order="left").select(
        entity_id=pl.coalesce("entity_id", "geonames"),
        name=pl.coalesce("name", "own_name"),
        entity_subkind=pl.coalesce("subkind", "own_subkind"),
    )
    changed = entities[codes].with_columns(
        subkind="entity_subkind",
        kind=pl.lit("place"),
        entity_kind=pl.lit("place"),
        basis=pl.lit("name"),
    )
    at = pl.Series(rows)
    return linked.with_columns(
        linked[name].scatter(at, changed[name]) for name in changed.columns
    )


def _trust(linked: pl.DataFrame, asked: np.ndarray, sure: np.ndarray) -> pl.DataFrame:
    confidence = pl.Series(np.where(asked, sure.round(2), np.nan)).fill_nan(None)
    return linked.with_columns(place_confidence=confidence)
