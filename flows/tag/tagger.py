"""Names by the chain: candidates, their scores, the best labels and how sure they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.capitals import Words
from flows.lexicon import Lexicon
from flows.tag.candidates import Candidates, candidates
from flows.tag.chain import Runs, believe, best_labels, bounded, legal
from flows.tag.features import beside, rule_labels, token_features, type_features
from flows.tag.labels import O, Names, collect
from flows.tag.merge import merge
from flows.tag.model import Model
from flows.tag.resources import Resources

_POOLED = 0.4


class Observed(NamedTuple):
    """Everything a batch's scores are made of."""

    chosen: Candidates
    keys: pl.DataFrame
    at: dict[int, np.ndarray]
    values: dict[str, np.ndarray]


class Tagged(NamedTuple):
    """Names with the smallest probability of a label among their tokens."""

    names: Names
    confidence: np.ndarray


@dataclass(frozen=True, eq=False)
class Tagger:
    """A model and its resources."""

    model: Model
    resources: Resources
    lexicon: Lexicon

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon) -> Self:
        """Read the tables of a folder."""
        return cls(Model.load(folder), Resources.load(folder, lexicon), lexicon)

    def names(self, words: Words, found: pl.DataFrame) -> pl.DataFrame:
        """The rows of `find_names` with the tagger's open names instead of the rules'."""
        names, confidence = self.tag(words, found)
        return merge(words, found, names, confidence, self.lexicon, self.resources.alias_kinds)

    def tag(self, words: Words, found: pl.DataFrame) -> Tagged:
        """Names of a batch; `found`: what the rules found, as from `find_names`."""
        seen = observe(words, found, self.resources)
        scores = self.model.scores(seen.keys, seen.at, seen.values)
        scores = _pool(words, seen.chosen, scores)
        runs = Runs.of(seen.chosen.begins)
        scores, transitions = bounded(scores, runs), legal(self.model.transitions)
        labels = best_labels(scores, transitions, runs)
        names = collect(seen.chosen.at, labels)
        beliefs = believe(scores, transitions, runs).labels
        sure = beliefs[np.arange(len(labels)), labels]
        return Tagged(names, _least(seen.chosen.at, names, sure))


def observe(words: Words, found: pl.DataFrame, resources: Resources) -> Observed:
    """Candidates of a batch and their features."""
    chosen = candidates(words)
    labels = rule_labels(words, found, resources.alias_kinds)
    keys = type_features(words, resources)
    of = np.append(words.read.type_of, keys.height - 1)
    at = {
        offset: of[beside(words, chosen.at, offset)] if offset else of[chosen.at]
        for offset in (-2, -1, 0, 1, 2)
    }
    return Observed(chosen, keys, at, token_features(words, chosen, labels, resources))


def _pool(words: Words, chosen: Candidates, scores: np.ndarray) -> np.ndarray:
    """Scores with part of the mean scores that the same word has elsewhere in the document."""
    doc = words.read.tokens["doc"].to_numpy()[chosen.at].astype(np.int64)
    word = doc * words.read.types.height + words.read.type_of[chosen.at]
    capital = words.flag(chosen.at, "is_capital")
    order = np.argsort(word, kind="stable")
    order = order[capital[order]]
    first = np.flatnonzero(np.diff(word[order], prepend=-1))
    n = np.diff(np.append(first, len(order)))
    several = np.repeat(n > 1, n)
    order, n = order[several], n[n > 1]
    if not len(order):
        return scores
    first = np.cumsum(n) - n
    evidence = scores[order] - scores[order, O : O + 1]
    others = np.repeat(np.add.reduceat(evidence, first), n, axis=0) - evidence
    pooled = scores.copy()
    pooled[order] += _POOLED * others / np.repeat(n - 1, n)[:, None].astype(np.float32)
    return pooled


def _least(at: np.ndarray, names: Names, sure: np.ndarray) -> np.ndarray:
    """The smallest value among the tokens of every name."""
    if not len(names.first):
        return np.zeros(0)
    bounds = np.stack((np.searchsorted(at, names.first), np.searchsorted(at, names.last) + 1), axis=1)
    return np.minimum.reduceat(np.append(sure, 1.0), bounds.reshape(-1))[::2]
