"""The sentences in which a cue of stance and two actors meet, cut out of their batch.

Few sentences can say anything of sides, so every rule looks at those alone. Between them lie blank
tokens: whoever looks one or two tokens past the end of a sentence sees nothing, whatever text
comes next.
"""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, running
from flows.extract.assertion import Assertion
from flows.extract.named import Named
from flows.extract.reading import Reading
from flows.extract.vocabulary import Vocabulary
from flows.extract.words import ADVERB, BE, CONJUNCTION, PARTICIPLE, RELATIVE
from flows.lexicon import FRAMES, VERBS, Lexicon

NONE = -1
_BLANKS = 2
_KINDS = ("person", "organization", "group")
_REALMS = ("country", "world_region", "state_historic")
_LEAST_CONFIDENCE = 0.4


class Scene(NamedTuple):
    """Tokens, names and cues of the chosen sentences, renumbered.

    Per token: `bits` (see `words`), `inner` (a hyphen inside a word), `word` (row in `known`, the
    distinct words folded), `sentence` (-1 for blanks), `clause` (number of its first token in the
    batch), `relative` (whether a relative pronoun or a participle opens it). Per name: first, last,
    and its row in `rows`. Per cue: cue_first, cue_last, its row among the batch's cues (`cue`), its
    `frame` (place in `FRAMES`), `hostile` or allied, `needy` (counts amid fighting only), `denied`;
    `verbal`, of a frame of verbs.
    """

    bits: np.ndarray
    inner: np.ndarray
    word: np.ndarray
    known: Vocabulary
    sentence: np.ndarray
    clause: np.ndarray
    relative: np.ndarray
    first: np.ndarray
    last: np.ndarray
    rows: pl.DataFrame
    cue_first: np.ndarray
    cue_last: np.ndarray
    cue: np.ndarray
    frame: np.ndarray
    hostile: np.ndarray
    needy: np.ndarray
    denied: np.ndarray
    verbal: np.ndarray

    @classmethod
    def of(cls, read: Reading, assertion: Assertion, named: Named, lexicon: Lexicon) -> Self:
        """Choose the sentences of a batch and cut them out."""
        cues, columns = assertion.stance, lexicon.stance_cues
        places = {name: place for place, name in enumerate(FRAMES)}
        frame = columns["frame"].replace_strict(places, return_dtype=pl.Int64).to_numpy()[cues.row]
        idle = places["context"], places["none"]
        sides = named.first[able(named.rows)]
        chosen = _sentences(read, cues.first[~np.isin(frame, idle)], sides)
        keep, shift = _cut_out(read, chosen)
        words, word = _distinct(read, keep)

        def place(tokens: np.ndarray) -> np.ndarray:
            return tokens + shift[read.sentence_of[tokens]]

        spoken = chosen[read.sentence_of[cues.first]]
        mention = np.flatnonzero(chosen[read.sentence_of[named.first]])
        blank = keep == NONE
        segment = assertion.clauses.at(keep)
        clause = np.where(blank, NONE, assertion.clauses.first[segment])
        return cls(
            bits=np.where(blank, 0, assertion.bits[keep]).astype(np.uint32),
            inner=~blank & assertion.inner[keep],
            word=word,
            known=Vocabulary(words),
            sentence=np.where(blank, NONE, read.sentence_of[keep]),
            clause=clause,
            relative=~blank & _leans(assertion.bits, clause),
            first=place(named.first[mention]),
            last=place(named.last[mention]),
            rows=named.rows[mention],
            cue_first=place(cues.first[spoken]),
            cue_last=place(cues.last[spoken]),
            cue=np.flatnonzero(spoken),
            frame=frame[spoken],
            hostile=(columns["stance"] == "hostile").to_numpy()[cues.row[spoken]],
            needy=(columns["where"] == "fighting").to_numpy()[cues.row[spoken]],
            denied=assertion.denied[cues.first[spoken]],
            verbal=np.isin(frame[spoken], [places[name] for name in VERBS]),
        )

    def _inside(self, token: np.ndarray) -> np.ndarray:
        """Tokens, with the last one, a blank, for those past the end."""
        return np.minimum(token, len(self.bits) - 1)

    def marked(self, token: np.ndarray, marks: int) -> np.ndarray:
        """Whether tokens have any of some marks."""
        return (self.bits[self._inside(token)] & np.uint32(marks)) > 0

    def is_word(self, token: np.ndarray, *words: str) -> np.ndarray:
        """Whether tokens are one of some words."""
        return self.known.among(words)[self.word[self._inside(token)]]

    def being(self, token: np.ndarray) -> np.ndarray:
        """Whether a form of `be` stands before tokens, with an adverb between them or none."""
        adverb = self.marked(token - 1, ADVERB) & self.marked(token - 2, BE)
        return self.marked(token - 1, BE) | adverb

    def fits(self, token: np.ndarray, pattern: str) -> np.ndarray:
        """Whether the words of tokens match a regular expression."""
        return self.known.matching(pattern)[self.word[self._inside(token)]]

    def holds(self, start: np.ndarray, end: np.ndarray, pattern: str) -> np.ndarray:
        """Whether a word that matches a regular expression stands between tokens."""
        counts = running(self.fits(np.arange(len(self.bits)), pattern))
        return counts[end] > counts[start]

    def next(self, token: np.ndarray, marks: int) -> np.ndarray:
        """First token with a mark at or behind each token in its sentence; past the end of all if
        there is none.
        """
        return self._at_or_behind(np.flatnonzero(self.bits & np.uint32(marks)), token)

    def next_word(self, token: np.ndarray, word: str) -> np.ndarray:
        """First place of a word at or behind each token in its sentence; past the end of all if
        there is none.
        """
        return self._at_or_behind(np.flatnonzero(self.known.among((word,))[self.word]), token)

    def previous(self, token: np.ndarray, marks: int) -> np.ndarray:
        """Last token with a mark before each token in its sentence, -1 if there is none."""
        places = np.concatenate(([NONE], np.flatnonzero(self.bits & np.uint32(marks))))
        found = places[np.searchsorted(places, token) - 1]
        return np.where(self._together(found, token), found, NONE)

    def _at_or_behind(self, places: np.ndarray, token: np.ndarray) -> np.ndarray:
        found = np.append(places, len(self.bits))[np.searchsorted(places, token)]
        return np.where(self._together(found, token), found, len(self.bits))

    def _together(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return self.sentence[self._inside(one)] == self.sentence[self._inside(other)]


def _leans(bits: np.ndarray, clause: np.ndarray) -> np.ndarray:
    """Whether a relative pronoun or a participle (bombing Y; while bombing Y) opens clauses."""
    following = bits[np.minimum(clause + 1, len(bits) - 1)]
    led = ((bits[clause] & CONJUNCTION) > 0) & ((following & PARTICIPLE) > 0)
    return led | ((bits[clause] & (RELATIVE | PARTICIPLE)) > 0)


def able(rows: pl.DataFrame) -> np.ndarray:
    """Whether names (kind, subkind, confidence) are of what can take a side."""
    realm = (pl.col("kind") == "place") & pl.col("subkind").is_in(_REALMS)
    sure = pl.col("confidence") >= _LEAST_CONFIDENCE
    sides = pl.col("kind").is_in(_KINDS) & sure | realm
    return rows.select(sides.fill_null(value=False)).to_series().to_numpy()


def _sentences(read: Reading, cues: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Which sentences hold a cue and two names."""
    n = read.sentences.height
    n_cues = np.bincount(read.sentence_of[cues], minlength=n)
    n_names = np.bincount(read.sentence_of[names], minlength=n)
    return (n_cues >= 1) & (n_names >= 2)


def _cut_out(read: Reading, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tokens of the chosen sentences with blanks (-1) around each, and how far each sentence's
    tokens are moved.
    """
    first = read.sentences["first_token"].to_numpy().astype(np.int64)
    at = np.flatnonzero(chosen)
    length = np.diff(np.append(first, len(read.type_of)))[at]
    size = length + _BLANKS
    shift = np.zeros(len(chosen), dtype=np.int64)
    shift[at] = _BLANKS + np.cumsum(size) - size - first[at]
    tokens = ranges(first[at], length)
    keep = np.full(_BLANKS + size.sum(), NONE, dtype=np.int64)
    keep[tokens + np.repeat(shift[at], length)] = tokens
    return keep, shift


def _distinct(read: Reading, keep: np.ndarray) -> tuple[pl.Series, np.ndarray]:
    """The distinct words of tokens, folded, and each token's; blanks have an empty one."""
    types = np.where(keep == NONE, read.types.height, read.type_of[keep])
    used = np.zeros(read.types.height + 1, dtype=bool)
    used[types] = True
    words = pl.concat([read.types["folded"], pl.Series([""])]).filter(pl.Series(used))
    return words, (np.cumsum(used) - 1)[types]
