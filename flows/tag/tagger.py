"""Names by the chain: candidates, their scores, the best labels and how sure they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.capitals import Words
from flows.lexicon import Lexicon
from flows.tag.candidates import Candidates, candidates
from flows.tag.chain import decode, legal
from flows.tag.datelines import with_datelines
from flows.tag.features import offsets, rule_labels, token_features, type_features
from flows.tag.labels import Names, Tagged, collect
from flows.tag.localities import locate_by_words
from flows.tag.merge import merge
from flows.tag.model import WEIGHTS, Model
from flows.tag.parting import part
from flows.tag.resources import PLACES, WORDS, Resources


class Observed(NamedTuple):
    """Everything a batch's scores are made of."""

    chosen: Candidates
    keys: pl.DataFrame
    at: dict[int, np.ndarray]
    values: dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Tagger:
    """A model and its resources."""

    model: Model
    resources: Resources

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon) -> Self | None:
        """Read the tables of a folder; none where they are not there."""
        if not all((folder / name).is_file() for name in (WEIGHTS, WORDS, PLACES)):
            return None
        return cls(Model.load(folder), Resources.load(folder, lexicon))

    def names(self, words: Words, found: pl.DataFrame) -> pl.DataFrame:
        """The rows of `find_names` with the tagger's open names instead of the rules'."""
        tagged = with_datelines(words, self.tag(words, found), self.resources)
        merged = merge(words, found, part(words, tagged, self.resources), self.resources)
        return locate_by_words(words, merged, self.resources)

    def tag(self, words: Words, found: pl.DataFrame) -> Tagged:
        """Names of a batch; `found`: what the rules found, as from `find_names`."""
        seen = observe(words, found, self.resources)
        scores = self.model.scores(seen.keys, seen.at, seen.values)
        labels, sure = decode(scores, legal(self.model.transitions), seen.chosen.begins)
        names = collect(seen.chosen.at, labels)
        return Tagged(names, _least(seen.chosen.at, names, sure))


def observe(words: Words, found: pl.DataFrame, resources: Resources) -> Observed:
    """Candidates of a batch and their features."""
    chosen = candidates(words)
    labels = rule_labels(words, found, resources.alias_kinds)
    keys = type_features(words, resources)
    at = offsets(words, chosen, keys.height)
    return Observed(chosen, keys, at, token_features(words, chosen, labels, resources))


def _least(at: np.ndarray, names: Names, sure: np.ndarray) -> np.ndarray:
    """The smallest value among the tokens of every name."""
    if not len(names.first):
        return np.zeros(0)
    bounds = np.stack(
        (np.searchsorted(at, names.first), np.searchsorted(at, names.last) + 1), axis=1
    )
    return np.minimum.reduceat(np.append(sure, 1.0), bounds.reshape(-1))[::2]
