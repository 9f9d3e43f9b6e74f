"""The sides of a cue: which mentions stand where its subject and its objects stand.

Without a parser, a side is the nearest mention that can act, with nothing between it and the cue
that would make it part of something else:

- Actors are people, organisations, groups, countries and world regions; towns and provinces are
  where things happen. A demonym before a noun of place (an Iraqi town) or before another name (the
  Russian president, Ivan Ivanov) is no actor, nor is a name in a phrase of place (in Syria).
- Subjects stand before the cue; a pronoun, a reporting verb, a semicolon, a quotation mark or a
  conjunction in between belongs to another subject. Where a comma, `and` or `or` stands directly
  before the cue (stormed the base, killing …), the subject is the first of the clause, not the
  nearest name.
- Objects stand behind the cue, at most eight words away, before any verb, comma or phrase of place.
- A side is a list where names follow one another with only commas, `and` and their own nouns
  between them: each member is a side.
"""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.assertion import Assertion
from flows.extract.quotations import Named
from flows.extract.reading import Reading
from flows.extract.words import (
    AND,
    AUXILIARY,
    BUT,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DASH,
    DETERMINER,
    END,
    LOCATIVE,
    LOWER,
    OF,
    OPEN,
    PLACE_NOUN,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    RELATIVE,
    REPORTING,
    SEMICOLON,
    SUBORDINATOR,
    THAT,
    VERB,
)

_BEFORE = PRONOUN | SEMICOLON | END | QUOTE | REPORTING | CONJUNCTION | BUT | OPEN | CLOSE
_BEHIND = (
    PRONOUN
    | SEMICOLON
    | END
    | QUOTE
    | REPORTING
    | CONJUNCTION
    | SUBORDINATOR
    | BUT
    | OPEN
    | CLOSE
    | DASH
    | COMMA
    | THAT
    | RELATIVE
    | AUXILIARY
    | LOCATIVE
)
_MOST_BEHIND = 8
_MOST_BEFORE = 14
_TRIES = 5
_LIST_GAP = 5
_LONGEST_LIST = 6
NONE = -1


class Scene(NamedTuple):
    """A batch's mentions among its tokens, and running counts of what stands between them.

    Per mention: first, last, sentence, `acts`, `chained` (one list with the mention before). Per
    token and one more: `before`, `behind`, `commas`, how many barriers precede it.
    """

    bits: np.ndarray
    first: np.ndarray
    last: np.ndarray
    sentence: np.ndarray
    acts: np.ndarray
    placed: np.ndarray
    chained: np.ndarray
    sentence_of: np.ndarray
    before: np.ndarray
    behind: np.ndarray
    commas: np.ndarray

    @classmethod
    def of(cls, read: Reading, assertion: Assertion, named: Named) -> Self:
        """Prepare a batch."""
        bits, first, last = assertion.bits, named.first, named.last
        sentence = read.sentence_of[first]
        before = _running(_barriers(bits))
        return cls(
            bits=bits,
            first=first,
            last=last,
            sentence=sentence,
            acts=_actors(bits, named, sentence),
            placed=_placed(read, bits, first),
            chained=_chained(bits, first, last, sentence),
            sentence_of=read.sentence_of,
            before=before,
            behind=_running((bits & np.uint32(_BEHIND)) > 0),
            commas=_running((bits & COMMA) > 0),
        )

    def subject(self, cue: np.ndarray, far: np.ndarray) -> np.ndarray:
        """Mention that is the subject of what begins at each token, -1 for none.

        `far`: take the first mention that can be, not the nearest.
        """
        found = np.full(len(cue), NONE)
        if not len(self.first):
            return found
        candidate = np.searchsorted(self.last, cue) - 1
        for _ in range(_TRIES):
            at = np.maximum(candidate, 0)
            last = self.last[at]
            fits = (candidate >= 0) & (self.sentence[at] == self.sentence_of[cue])
            fits &= self.before[cue] == self.before[last + 1]
            reach = (cue - last <= _MOST_BEFORE) | far
            commas = self.commas[cue] - self.commas[last + 1]
            fits &= reach & self.acts[at] & ~self.placed[at] & ((commas != 1) | far)
            found = np.where(fits & ((found == NONE) | far), candidate, found)
            candidate = candidate - 1
        return found

    def object(self, start: np.ndarray, most: int = _MOST_BEHIND) -> np.ndarray:
        """Mention that is the object of what ends before each token, -1 for none."""
        found = np.full(len(start), NONE)
        if not len(self.first):
            return found
        start = np.minimum(start, len(self.sentence_of))
        candidate = np.searchsorted(self.first, start)
        for _ in range(2):
            at = np.minimum(candidate, len(self.first) - 1)
            first = self.first[at]
            fits = (candidate < len(self.first)) & (first - start <= most)
            inside = np.minimum(start, len(self.sentence_of) - 1)
            fits &= self.sentence[at] == self.sentence_of[inside]
            fits &= self.behind[np.maximum(first, start)] == self.behind[start]
            found = np.where(fits & self.acts[at] & (found == NONE), candidate, found)
            candidate = candidate + 1
        return found

    def members(self, mention: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows and mentions of the lists that go on from mentions, one way (step -1 or 1).

        Returns the number of the mention given and the member, the mention itself first.
        """
        rows = np.flatnonzero(mention != NONE)
        at = mention[rows]
        found = [(rows, at)]
        for _ in range(_LONGEST_LIST):
            link = at + 1 if step > 0 else at
            goes_on = (link < len(self.first)) & self.chained[np.minimum(link, len(self.first) - 1)]
            rows, at = rows[goes_on], at[goes_on] + step
            acting = self.acts[at]
            found.append((rows[acting], at[acting]))
        return tuple(np.concatenate(column) for column in zip(*found, strict=True))  # pyright: ignore


def _running(flags: np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(flags)))


def _barriers(bits: np.ndarray) -> np.ndarray:
    """Tokens behind which another subject begins.

    `that` only where no verb follows (said that rebels …; groups that attacked), a conjunction of
    time only where a lower-case noun follows.
    """
    barrier = (bits & np.uint32(_BEFORE)) > 0
    at = np.flatnonzero(bits & (THAT | SUBORDINATOR))
    following = bits[np.minimum(at + 1, len(bits) - 1)]
    barrier[at[(following & VERB) == 0]] = True
    return barrier


def _actors(bits: np.ndarray, named: Named, sentence: np.ndarray) -> np.ndarray:
    """Mentions of what can take sides."""
    rows = named.rows
    acting = pl.col("kind").is_in(["person", "organization", "group"])
    country = (pl.col("kind") == "place") & pl.col("subkind").is_in(["country", "world_region"])
    acts = rows.select((acting | country).fill_null(value=False)).to_series().to_numpy().copy()
    if not len(acts):
        return acts
    demonym = (rows["subkind"] == "nationality").fill_null(value=False).to_numpy()
    n = len(bits) - 1
    one, two = np.minimum(named.last + 1, n), np.minimum(named.last + 2, n)
    lower = (bits[one] & LOWER) > 0
    locates = ((bits[one] & PLACE_NOUN) > 0) | (lower & ((bits[two] & PLACE_NOUN) > 0))
    acts &= ~((demonym | country_mask(rows)) & locates)
    gap = np.append(named.first[1:], n + 9) - named.last - 1
    same = np.append(sentence[1:] == sentence[:-1], False)
    between = np.uint32(COMMA | AND | PREPOSITION | VERB)
    plain = (gap == 0) | ((gap == 1) & ((bits[one] & between) == 0))
    acts[demonym & same & plain] = False
    return acts


def country_mask(rows: pl.DataFrame) -> np.ndarray:
    """Mentions of countries by name."""
    return (rows["subkind"] == "country").fill_null(value=False).to_numpy()


def _placed(read: Reading, bits: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Mentions in a phrase of place: the nearest preposition of the three words before is one."""
    placed = np.zeros(len(first), dtype=bool)
    open_ = np.ones(len(first), dtype=bool)
    for back in range(1, 4):
        at = np.maximum(first - back, 0)
        open_ &= (first >= back) & (read.sentence_of[at] == read.sentence_of[first])
        placed |= open_ & ((bits[at] & LOCATIVE) > 0)
        plain = ((bits[at] & PREPOSITION) == 0) & ((bits[at] & (LOWER | DETERMINER)) > 0)
        open_ &= plain & ((bits[at] & VERB) == 0)
    return placed


def _chained(
    bits: np.ndarray, first: np.ndarray, last: np.ndarray, sentence: np.ndarray
) -> np.ndarray:
    """For every mention, whether it goes on a list with the one before.

    Between the two stands one comma or `and` (or both), and lower-case nouns without verb or
    preposition.
    """
    chained = np.zeros(len(first), dtype=bool)
    if len(first) < 2:
        return chained
    gap = first[1:] - last[:-1] - 1
    links = _running((bits & (COMMA | AND)) > 0)
    blocks = np.uint32(_BEHIND & ~COMMA | VERB | PREPOSITION)
    blocked = _running((bits & blocks) > 0)
    n_links = links[first[1:]] - links[last[:-1] + 1]
    free = blocked[first[1:]] == blocked[last[:-1] + 1]
    chained[1:] = (gap >= 1) & (gap <= _LIST_GAP) & free & (n_links >= 1) & (n_links <= 2)
    chained[1:] &= sentence[1:] == sentence[:-1]
    return chained & ~_new_clause(bits, first, last, chained)


def _new_clause(
    bits: np.ndarray, first: np.ndarray, last: np.ndarray, chained: np.ndarray
) -> np.ndarray:
    """Mentions behind `, and` that a verb follows: a subject of its own, not the last of a list."""
    n = len(bits) - 1
    verb = (bits[np.minimum(last + 1, n)] & VERB) > 0
    joined = (bits[np.maximum(first - 1, 0)] & (AND | COMMA)) > 0
    in_list = np.append(False, chained[:-1]) | np.append(chained[1:], False)
    return verb & joined & ~in_list & ((bits[np.maximum(first - 2, 0)] & COMMA) > 0)
