"""Places that the text itself puts in others: `Athens, Georgia`, `Tripoli (Lebanon)`, `Paris, TX`."""

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.places.atlas import ADMIN1, COUNTRY, NONE, Atlas
from flows.places.questions import Questions

_BETWEEN = (",", "(")


def told(reading: Reading, linked: pl.DataFrame, questions: Questions, atlas: Atlas) -> np.ndarray:
    """Which answers (rows of `questions.answers`) the words behind a mention of theirs bear out.

    Both ends count: in `Athens, Georgia` the city in the state, and the state with such a city.
    """
    inner, outer, postal_inner, postal = _beside(reading, linked, questions.of_mention, atlas)
    answers = questions.answers.with_row_index("answer")
    pairs = pl.DataFrame({"inner": inner, "outer": outer}).unique(maintain_order=True)
    held = (
        pairs.join(answers.select(inner="question", place="place", answer="answer"), on="inner")
        .join(
            answers.select(outer="question", around="place", outer_answer="answer"), on="outer"
        )
    )
    place, around = held["place"].to_numpy(), held["around"].to_numpy()
    true = _inside(place, around, atlas)
    codes = pl.DataFrame({"inner": postal_inner, "around": postal}).unique(maintain_order=True)
    coded = codes.join(answers.select(inner="question", place="place", answer="answer"), on="inner")
    coded_true = _inside(coded["place"].to_numpy(), coded["around"].to_numpy(), atlas)
    result = np.zeros(answers.height, dtype=bool)
    for rows, right in (
        (held["answer"], true),
        (held["outer_answer"], true),
        (coded["answer"], coded_true),
    ):
        result[rows.to_numpy()[right]] = True
    return result


def _inside(place: np.ndarray, around: np.ndarray, atlas: Atlas) -> np.ndarray:
    """Whether a place lies in a country or first-level division."""
    wide = np.isin(atlas.feature[around], (COUNTRY, ADMIN1))
    held = (atlas.country[place] == around) | (atlas.admin1[place] == around)
    return wide & held & (place != around)


def _beside(
    reading: Reading, linked: pl.DataFrame, of_mention: np.ndarray, atlas: Atlas
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Questions with the question, and with the division by its postal code, right behind them."""
    types, type_of = reading.types, reading.type_of
    asking = np.flatnonzero(of_mention >= 0)
    last = linked["last"].to_numpy()[asking]
    fits = last + 2 < len(type_of)
    asking, last = asking[fits], last[fits]
    mark = types["word"].is_in(_BETWEEN).to_numpy()[type_of[last + 1]]
    asking, behind = asking[mark], last[mark] + 2
    begins = np.full(len(type_of), NONE)
    begins[linked["first"].to_numpy()] = of_mention
    outer = begins[behind]
    word = types.select("word").join(atlas.postal, on="word", how="left", maintain_order="left")
    postal = word["place"].fill_null(NONE).to_numpy()[type_of[behind]]
    question = of_mention[asking]
    named, coded = outer >= 0, (outer < 0) & (postal >= 0)
    return question[named], outer[named], question[coded], postal[coded]
