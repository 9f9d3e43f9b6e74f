"""A batch of documents as columns: tokens, word types and sentences, read once for every step."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from flows.extract.sentences import split
from flows.extract.surfaces import Texts
from flows.extract.tokens import Tokens, tokenize
from flows.extract.turns.labels import TurnLabels, turn_labels
from flows.extract.vocabulary import Vocabulary
from flows.lexicon import Lexicon


@dataclass(frozen=True, eq=False)
class Reading:
    """Frames of one batch.

    `tokens` and `types` as in `flows.extract.tokens`, `tokens` with `sentence` (UInt32, row number
    in `sentences`); `sentences` with doc (UInt32), sentence_no, paragraph_no, start, end (Int32),
    first_token (UInt32, row number in `tokens`) and is_label (Boolean, the label of a turn);
    `labels`: those labels.

    `type_of` and `sentence_of` are the rows in `types` and `sentences` of every token once more:
    the types as the integers that numpy looks up by, since any others it would convert at every
    look-up. `texts` gives the words of spans.
    """

    tokens: pl.DataFrame
    types: pl.DataFrame
    sentences: pl.DataFrame
    type_of: np.ndarray
    sentence_of: np.ndarray
    labels: TurnLabels
    texts: Texts
    _columns: dict[str, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    def column(self, name: str) -> np.ndarray:
        """A column of `types`, as an array that is made once."""
        if name not in self._columns:
            self._columns[name] = self.types[name].to_numpy()
        return self._columns[name]

    def of(self, at: np.ndarray, column: str) -> np.ndarray:
        """A column of `types` for the tokens with these numbers."""
        return self.column(column)[self.type_of[at]]

    def types_among(self, words: Collection[str]) -> np.ndarray:
        """Whether the folded word of each type is one of some."""
        return self._folded.among(words)

    def among(self, at: np.ndarray, words: Collection[str]) -> np.ndarray:
        """Whether the folded words of the tokens with these numbers are among some."""
        return self.types_among(words)[self.type_of[at]]

    def sentence_starts(self, at: np.ndarray) -> np.ndarray:
        """The first token of the sentence of each of these tokens."""
        return self._bounds[self.sentence_of[at]]

    def sentence_ends(self, at: np.ndarray) -> np.ndarray:
        """One past the last token of the sentence of each of these tokens."""
        return self._bounds[self.sentence_of[at].astype(np.int64) + 1]

    @cached_property
    def _bounds(self) -> np.ndarray:
        """First token of each sentence, and one past the last of all."""
        return np.append(
            self.sentences["first_token"].to_numpy().astype(np.int64), len(self.type_of)
        )

    @cached_property
    def _folded(self) -> Vocabulary:
        return Vocabulary(self.types["folded"])

    def in_document(self, at: np.ndarray) -> np.ndarray:
        """Document and folded word of the tokens with these numbers, as one number."""
        code = self.column("code")
        doc = self.tokens["doc"].to_numpy()
        return doc[at] * np.int64(self.types.height) + code[self.type_of[at]]


def read(documents: pl.DataFrame, lexicon: Lexicon) -> Reading:
    """Tokens and sentences of documents (`text`, `body_start`), row numbers as document numbers."""
    found: Tokens = tokenize(documents, lexicon)
    labels = turn_labels(found, lexicon)
    numbers, sentences = split(found, labels)
    return Reading(
        tokens=found.tokens.with_columns(sentence=pl.Series(numbers)),
        types=found.types,
        sentences=sentences,
        type_of=found.tokens["type"].to_numpy().astype(np.intp),
        sentence_of=numbers,
        labels=labels,
        texts=Texts(documents["text"]),
    )
