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
from flows.extract.clauses import Clauses
from flows.extract.quotations import Named
from flows.extract.reading import Reading
from flows.extract.words import (
    ADVERB,
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
#: Names that begin so are what actors do.
_UNDERTAKINGS = ("operation", "exercise", "task", "mission", "war", "battle")
_LEAST_CONFIDENCE = 0.4
_MOST_BEHIND = 8
_MOST_BEFORE = 14
_TRIES = 5
_LIST_GAP = 5
_LONGEST_LIST = 6
NONE = -1


class Scene(NamedTuple):
    """A batch's mentions among its tokens, and running counts of what stands between them.

    Per mention: first, last, sentence, `acts`, `chained` (one list with the mention before). Per
    token and one more: `before`, `behind`, `commas`, `verbs`, how many of these precede it.
    """

    bits: np.ndarray
    first: np.ndarray
    last: np.ndarray
    sentence: np.ndarray
    acts: np.ndarray
    placed: np.ndarray
    possessed: np.ndarray
    chained: np.ndarray
    sentence_of: np.ndarray
    before: np.ndarray
    behind: np.ndarray
    commas: np.ndarray
    verbs: np.ndarray
    clauses: Clauses

    @classmethod
    def of(cls, read: Reading, assertion: Assertion, named: Named) -> Self:
        """Prepare a batch."""
        bits, first, last = assertion.bits, named.first, named.last
        sentence = read.sentence_of[first]
        before = _running(_barriers(read, bits))
        return cls(
            bits=bits,
            first=first,
            last=last,
            sentence=sentence,
            acts=_actors(read, bits, named, sentence),
            placed=_led_in(read, bits, first, LOCATIVE) | _in_address(bits, named, sentence),
            possessed=_led_in(read, bits, first, OF),
            chained=_chained(bits, assertion.inner, named, sentence),
            sentence_of=read.sentence_of,
            before=before,
            behind=_running(_stops(bits)),
            commas=_running((bits & COMMA) > 0),
            verbs=_running((bits & VERB) > 0),
            clauses=assertion.clauses,
        )

    def subject(
        self, cue: np.ndarray, far: np.ndarray, taken: np.ndarray, most: int = _MOST_BEFORE
    ) -> np.ndarray:
        """Mention that is the subject of what begins at each token, -1 for none.

        `far`: take the first mention that can be, not the nearest; `taken`: mentions that are
        something else.
        """
        found = np.full(len(cue), NONE)
        if not len(self.first):
            return found
        candidate = np.searchsorted(self.last, cue) - 1
        cue_clause = self._clause(cue)
        # ISIS, which attacked …: the comma belongs to the relative clause.
        relative = (self.bits[cue_clause] & RELATIVE) > 0
        for _ in range(_TRIES):
            at = np.maximum(candidate, 0)
            last = self.last[at]
            fits = (candidate >= 0) & (self.sentence[at] == self.sentence_of[cue])
            fits &= self.before[cue] == self.before[last + 1]
            reach = (cue - last <= most) | far
            commas = self.commas[cue] - self.commas[last + 1]
            whole = (commas <= relative) | (cue_clause == self._clause(last))
            fits &= reach & self.acts[at] & ~taken[at] & (whole | far)
            found = np.where(fits & ((found == NONE) | far), candidate, found)
            candidate = candidate - 1
        return found

    def _clause(self, token: np.ndarray) -> np.ndarray:
        """First token of the clause of each token."""
        return self.clauses.first[self.clauses.at(token)]

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

    def members(self, mention: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The lists that mentions belong to.

        Returns the number of the mention given and the member, the mention itself first.
        """
        rows = np.flatnonzero(mention != NONE)
        found = [(rows, mention[rows])]
        for step in (-1, 1):
            of, at = rows, mention[rows]
            for _ in range(_LONGEST_LIST):
                link = at + 1 if step > 0 else at
                inside = link < len(self.first)
                goes_on = inside & self.chained[np.where(inside, link, 0)]
                of, at = of[goes_on], at[goes_on] + step
                found.append((of[self.acts[at]], at[self.acts[at]]))
        return np.concatenate([row for row, _ in found]), np.concatenate([at for _, at in found])


def _running(flags: np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(flags)))


def _stops(bits: np.ndarray) -> np.ndarray:
    """Tokens that no object stands behind: prepositions among them, but for of and from."""
    other = (bits & (PREPOSITION | OF)) == PREPOSITION
    return other | ((bits & np.uint32(_BEHIND)) > 0)


def _barriers(read: Reading, bits: np.ndarray) -> np.ndarray:
    """Tokens behind which another subject begins.

    `that`, relative pronouns and conjunctions of time only where no verb follows: `said that rebels
    …`, but `groups that attacked …`.
    """
    barrier = (bits & np.uint32(_BEFORE)) > 0
    at = np.flatnonzero(bits & (THAT | SUBORDINATOR | RELATIVE))
    following = bits[np.minimum(at + 1, len(bits) - 1)]
    following = np.where(following & ADVERB, following | VERB, following)
    well = (read.types["folded"] == "well").to_numpy()[read.type_of]
    as_well = well[np.minimum(at + 1, len(bits) - 1)] | well[np.maximum(at - 1, 0)]
    barrier[at[((following & VERB) == 0) & ~as_well]] = True
    return barrier


def _actors(
    read: Reading, bits: np.ndarray, named: Named, sentence: np.ndarray
) -> np.ndarray:
    """Mentions of what can take sides."""
    rows = named.rows
    acting = pl.col("kind").is_in(["person", "organization", "group"])
    acting &= pl.col("confidence") >= _LEAST_CONFIDENCE
    country = (pl.col("kind") == "place") & pl.col("subkind").is_in(["country", "world_region"])
    acts = rows.select((acting | country).fill_null(value=False)).to_series().to_numpy().copy()
    if not len(acts):
        return acts
    article = read.types["folded"].is_in(["a", "an"]).to_numpy()[read.type_of]
    open_ = (rows["method"] == "names").to_numpy()
    acts &= ~(open_ & article[np.maximum(named.first - 1, 0)])
    acts &= ~read.types["folded"].is_in(_UNDERTAKINGS).to_numpy()[read.type_of[named.first]]
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


def _led_in(read: Reading, bits: np.ndarray, first: np.ndarray, by: int) -> np.ndarray:
    """Mentions that a preposition of one kind leads in, the nearest of the three words before."""
    placed = np.zeros(len(first), dtype=bool)
    open_ = np.ones(len(first), dtype=bool)
    for back in range(1, 4):
        at = np.maximum(first - back, 0)
        open_ &= (first >= back) & (read.sentence_of[at] == read.sentence_of[first])
        placed |= open_ & ((bits[at] & by) > 0)
        plain = ((bits[at] & PREPOSITION) == 0) & ((bits[at] & (LOWER | DETERMINER)) > 0)
        open_ &= plain & ((bits[at] & VERB) == 0)
    return placed


def _in_address(bits: np.ndarray, named: Named, sentence: np.ndarray) -> np.ndarray:
    """Countries behind a place and a comma: Incirlik, Turkey."""
    found = np.zeros(len(named.first), dtype=bool)
    if len(found) > 1:
        country = country_mask(named.rows)
        place = (named.rows["kind"] == "place").to_numpy() & ~country
        comma = (bits[named.first[1:] - 1] & COMMA) > 0
        beside = (named.first[1:] - named.last[:-1] == 2) & (sentence[1:] == sentence[:-1])
        found[1:] = country[1:] & place[:-1] & comma & beside
    return found


def _chained(
    bits: np.ndarray, inner: np.ndarray, named: Named, sentence: np.ndarray
) -> np.ndarray:
    """For every mention, whether it goes on a list with the one before.

    Between the two stands one comma or `and` (or both), and lower-case nouns without verb or
    preposition, or a hyphen alone (the US-Iraq partnership). A list has an `and`.
    """
    first, last = named.first, named.last
    chained = np.zeros(len(first), dtype=bool)
    if len(first) < 2:
        return chained
    gap = first[1:] - last[:-1] - 1
    links = _running((bits & (COMMA | AND)) > 0)
    blocks = np.uint32(_BEHIND & ~COMMA | VERB | PREPOSITION)
    blocked = _running((bits & blocks) > 0)
    n_links = links[first[1:]] - links[last[:-1] + 1]
    free = blocked[first[1:]] == blocked[last[:-1] + 1]
    listed = (gap >= 1) & (gap <= _LIST_GAP) & free & (n_links >= 1) & (n_links <= 2)
    hyphened = (gap == 1) & inner[last[:-1] + 1]
    chained[1:] = (listed | hyphened) & (sentence[1:] == sentence[:-1])
    chained &= ~_new_clause(bits, first, last, chained)
    conjunctions = _running((bits & AND) > 0)
    joined = np.append(False, conjunctions[first[1:]] > conjunctions[last[:-1] + 1])
    joined[1:] |= hyphened
    group = np.cumsum(~chained) - 1
    return chained & (np.bincount(group, chained & joined)[group] > 0)


def _new_clause(
    bits: np.ndarray, first: np.ndarray, last: np.ndarray, chained: np.ndarray
) -> np.ndarray:
    """Mentions behind `,` or `, and` that a verb follows: a subject, not the last of a list."""
    following = bits[np.minimum(last + 1, len(bits) - 1)]
    one, two = bits[np.maximum(first - 1, 0)], bits[np.maximum(first - 2, 0)]
    comma = ((one & COMMA) > 0) | (((one & AND) > 0) & ((two & COMMA) > 0))
    in_list = np.append(False, chained[:-1])
    said = ((following & REPORTING) > 0) & ((one & COMMA) > 0)
    return (((following & VERB) > 0) & comma & ~in_list) | said
