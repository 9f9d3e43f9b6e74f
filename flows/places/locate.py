"""Mentions of places to places of the gazetteer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.lexicon import Lexicon
from flows.places.atlas import NONE, Atlas
from flows.places.beside import (
    before_division,
    before_local,
    behind_preposition,
    division_behind,
    enumerated,
    told,
)
from flows.places.choice import choose
from flows.places.gazetteer import FEATURES, Gazetteer
from flows.places.questions import Questions, ask

PREFIX = "geonames:"
#: From here on a name that stands as places do is one, whatever the recogniser took it for.
_SURE = 0.7
_SUBKINDS = dict(
    zip(FEATURES, ("continent", "country", "region", "district", "city", "city"), strict=True)
)


@dataclass(frozen=True, eq=False, repr=False)
class Places:
    """A gazetteer beside a lexicon."""

    gazetteer: Gazetteer
    atlas: Atlas
    lexicon: Lexicon

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon) -> Self | None:
        """Read the tables of a folder; none where they are not there."""
        gazetteer = Gazetteer.load(folder)
        return gazetteer and cls(gazetteer, Atlas.build(gazetteer, lexicon), lexicon)

    def locate(self, reading: Reading, linked: pl.DataFrame) -> pl.DataFrame:
        """Linked mentions with places told apart: two Georgetowns are two entities.

        Reads and returns what `link` returns. An open place that the gazetteer has becomes the
        lexicon's entity for it, or `geonames:` and its id; a lexicon's place another of its name,
        where the document is at home elsewhere (Paris, Texas); an open name of another kind a
        place, where the text says so (Mansfield, Ohio). Changes kind, subkind, basis, entity_id,
        name, entity_kind and entity_subkind of those, and place_confidence (null where no place
        was looked up).
        """
        lists = enumerated(reading, linked)
        spoken = behind_preposition(reading, linked) | before_local(reading, linked, lists)
        hinted = spoken | before_division(reading, linked, self.atlas)
        division = division_behind(reading, linked, self.atlas)
        questions = ask(linked, hinted, division, self.atlas, self.lexicon)
        if not questions.answers.height:
            return linked
        said = told(reading, linked, questions, self.atlas)
        of = questions.of_mention
        listing = _first_list(lists, of, questions.asked.height)
        choice = choose(questions, said, listing, self.atlas)
        sound = _said(questions, said, choice.place)
        sound[of[spoken & (of >= 0) & (choice.sure[of] >= _SURE)]] = True
        is_place = (linked["kind"] == "place") | (linked["method"] == "lexicon")
        placed = (of >= 0) & (choice.place[of] >= 0) & (is_place.to_numpy() | sound[of])
        listed = questions.asked["listed"].fill_null(NONE).to_numpy()
        rows = np.flatnonzero(placed & (choice.place[of] != listed[of]))
        adopted = _adopt(linked, rows, choice.place[of[rows]], self)
        return adopted.with_columns(place_confidence=_confidence(placed, choice.sure[of]))


def _first_list(lists: np.ndarray, of_mention: np.ndarray, n: int) -> np.ndarray:
    """By question, the first list of its mentions, -1 where none is a mention."""
    listing = np.full(n, NONE)
    heard = np.flatnonzero(of_mention >= 0)[::-1]
    listing[of_mention[heard]] = lists[heard]
    return listing


def _said(questions: Questions, said: np.ndarray, place: np.ndarray) -> np.ndarray:
    """By question, whether the text itself bears out the place chosen."""
    answers = questions.answers
    question = answers["question"].to_numpy()
    result = np.zeros(questions.asked.height, dtype=bool)
    result[question[said & (place[question] == answers["place"].to_numpy())]] = True
    return result


def _adopt(
    linked: pl.DataFrame, rows: np.ndarray, place: np.ndarray, places: Places
) -> pl.DataFrame:
    """Rows with the entities of their places."""
    distinct, codes = np.unique(place, return_inverse=True)
    known = places.gazetteer.places[distinct].select(
        pl.Series("place", distinct),
        geonames=pl.format(PREFIX + "{}", "geonames_id"),
        own_name="name",
        own_subkind=pl.col("feature").cast(pl.String).replace_strict(_SUBKINDS),
    )
    listed = places.atlas.entities
    entities = known.join(listed, on="place", how="left", maintain_order="left").select(
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
    at = pl.Series(rows, dtype=pl.UInt32)
    return linked.with_columns(linked[name].scatter(at, changed[name]) for name in changed.columns)


def _confidence(placed: np.ndarray, sure: np.ndarray) -> pl.Series:
    return pl.Series(np.where(placed, sure.round(2), np.nan), dtype=pl.Float64).fill_nan(None)
