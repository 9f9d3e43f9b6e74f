"""A coalition's forces: `Coalition aircraft`, `Coalition military forces`.

Those of countries are in the lexicon (Iraqi forces). A coalition is called by its one word, and a
sentence that begins with it hides its capital, so what it has behind it tells that it is a name.
The forces are part of the mention, but not of the entity's name: it is the Coalition.
"""

import numpy as np
import polars as pl

from flows.extract.reading import Reading

_COALITION = ("coalition",)
_FORCES = ("forces", "troops", "soldiers", "aircraft", "warplanes", "jets")
_STRIKES = ("strikes", "airstrikes")
_ARMS = ("military", "air", "ground", "special")


def is_coalition(read: Reading, at: np.ndarray) -> np.ndarray:
    """Whether tokens are `coalition`, and its forces or strikes stand behind them."""
    return _words_behind(read, at, (*_FORCES, *_STRIKES)) > 0


def with_forces(read: Reading, names: pl.DataFrame) -> pl.DataFrame:
    """Names (first, last, end, surface, doc, start), open ones that are `Coalition` with the forces
    behind them.
    """
    last = names["last"].to_numpy()
    alone = (names["alias"].is_null() & (names["first"] == names["last"])).to_numpy()
    longer = np.where(alone, _words_behind(read, last, _FORCES), 0)
    rows = np.flatnonzero(longer)
    if not len(rows):
        return names
    last = last + longer
    end = names["end"].to_numpy().copy()
    end[rows] = read.tokens["end"].to_numpy()[last[rows]]
    doc, start = (names[name].to_numpy()[rows] for name in ("doc", "start"))
    surface = names["surface"].scatter(rows, read.texts.cut(doc, start, end[rows]))
    return names.with_columns(last=pl.Series(last), end=pl.Series(end), surface=surface)


def _words_behind(read: Reading, at: np.ndarray, forces: tuple[str, ...]) -> np.ndarray:
    """How many words behind tokens that are `coalition` tell of its forces."""
    found = np.zeros(len(at), dtype=np.int64)
    rows = np.flatnonzero(read.among(at, _COALITION))
    n = len(read.type_of) - 1
    one, two = np.minimum(at[rows] + 1, n), np.minimum(at[rows] + 2, n)
    here, sentence = read.sentence_of[at[rows]], read.sentence_of
    of_one = read.among(one, forces) & (sentence[one] == here)
    of_two = read.among(one, _ARMS) & read.among(two, forces) & (sentence[two] == here)
    found[rows] = of_one + 2 * of_two
    return found
