"""Modality: whether a clause states a fact, denies it, imagines it, or leaves it to someone else.

Cues and scopes after BioScope (Vincze et al. 2008) and ConText (Harkema et al. 2009). A cue of
scope `clause` (not, would, may) bears on the whole clause that holds it, subject included, but not
on who says so; one of scope `behind` (if, denied, threatened to, called for, no evidence that) on
what follows it in its clause, and on the clause that follows where it stands at the end of its own
or `that` goes on; one of scope `phrase` (without) on what follows up to the next comma, as do those
of a participle that opens a sentence (Fearing an attack, …); one of scope `to`, `from`, `against`
or `at` on the verb that this word leads in behind an object or none (asked Iran to leave, kept Iran
from leaving, aimed at ending it), and on nothing without one. Nobody can, neither could: what is
possible under a negation is negated. Of cues that overlap the longest counts, so that pseudo-cues
of modality `asserted` (not only) take the place of what they hold. A sentence that ends in a
question mark is hypothetical, and so is one that begins with `had`, `were` or `should`, up to the
comma (Had Iran left, …). Passages are attributed (see `direct_speech`, `reported_speech`); who
speaks is not.

Where several apply, hypothetical > negated > attributed > asserted: what is not even claimed to
have happened is furthest from a fact, then what is said not to have, then what is one party's
word. A sentence has the strongest modality that, together with all stronger ones, covers half of
its words, so a lone `may` in a relative clause does not turn a report into a guess.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.categories import MODALITIES
from flows.extract.arrays import running
from flows.extract.clauses import Clauses
from flows.extract.cues import Cues
from flows.extract.reading import Reading
from flows.extract.speech import Passages
from flows.extract.words import (
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    END,
    LOWER,
    PARTICIPLE,
    PREPOSITION,
    PRONOUN,
    QUESTION,
    QUOTE,
    RELATIVE,
    SEMICOLON,
    THAT,
    WORD,
)
from flows.lexicon import Lexicon

ATTRIBUTED, NEGATED, HYPOTHETICAL = (
    MODALITIES.index(name) for name in ("attributed", "negated", "hypothetical")
)


#: Cues that under a negation say what cannot be.
_ABLE = ("can", "could")
#: How far behind a cue `that` may open what it bears on (denied on Monday that): words.
_THAT_WITHIN = 4
#: Verbs that begin a condition without if.
_INVERTED = ("had", "were", "should")
#: Scopes that a word behind the object leads in, and how long objects may be.
_LEADING = ("to", "from", "against", "at")
_OBJECT_WITHIN = 9
_NO_OBJECT = COMMA | SEMICOLON | END | QUOTE | THAT | RELATIVE | CONJUNCTION | AUXILIARY
_NO_INFINITIVE = DETERMINER | PREPOSITION | PRONOUN | PARTICIPLE
#: Cues behind which `that` tells only which one is meant.
_BARE = ("no", "nothing")


class Scopes(NamedTuple):
    """What cues bear on: tokens first to stop (exclusive), the modality (place in `MODALITIES`)
    they give it, the first token of the cue, and whether it denies what it bears on.
    """

    cue: np.ndarray
    first: np.ndarray
    stop: np.ndarray
    modality: np.ndarray
    denies: np.ndarray


def find_scopes(
    read: Reading, bits: np.ndarray, clauses: Clauses, cues: Cues, lexicon: Lexicon
) -> Scopes:
    """The scope of each cue of `modality_cues`; in clauses it reaches over who says so."""
    columns = _columns(lexicon)[cues.row]
    whole = (columns["scope"] == "clause").to_numpy()
    lead, idle = _led(read, bits, cues, columns["scope"])
    first = np.where(whole, clauses.first[clauses.at(cues.first)], cues.first)
    first = np.where(lead >= 0, lead, first)
    stop = _stops(read, bits, clauses, cues, columns)
    stop = np.where(lead >= 0, clauses.stop[clauses.at(lead)], stop)
    kind = columns["kind"].to_numpy()
    denied = np.isin(first, first[whole & (kind == NEGATED)])
    kind = np.where(columns["able"].to_numpy() & denied, NEGATED, kind)
    denies = (kind == NEGATED) | columns["contracted"].to_numpy()
    found = Scopes(cues.first, first, stop, kind, denies)
    return Scopes(*(column[~idle] for column in found))


@lru_cache(maxsize=4)
def _columns(lexicon: Lexicon) -> pl.DataFrame:
    """Of each row of `modality_cues`: scope, kind (Int64, place in `MODALITIES`), whether it is of
    what can be (able), denies beside what else it says (contracted: won't), tells only which one
    (bare), or begins with a participle (participle).
    """
    places = {name: place for place, name in enumerate(MODALITIES)}
    cue = pl.col("cue")
    return lexicon.modality_cues.select(
        "scope",
        kind=pl.col("modality").replace_strict(places, return_dtype=pl.Int64),
        able=cue.is_in(_ABLE),
        contracted=cue.str.ends_with("n't"),
        bare=cue.is_in(_BARE),
        participle=cue.str.contains("^[a-z]+ing(?: |$)"),
    )


def _stops(
    read: Reading, bits: np.ndarray, clauses: Clauses, cues: Cues, columns: pl.DataFrame
) -> np.ndarray:
    """Where the scopes `clause`, `behind` and `phrase` end (exclusive); `columns` of each cue."""
    sentence = read.sentence_of[cues.first]
    stop = np.maximum(clauses.stop[clauses.at(cues.first)], clauses.stop[clauses.at(cues.last)])
    following = np.minimum(stop, len(bits) - 1)
    bare = columns["bare"].to_numpy()
    goes_on = ((bits[following] & THAT) > 0) & ~bare & (stop - cues.last <= _THAT_WITHIN)
    goes_on |= cues.last + 1 == stop
    goes_on &= (columns["scope"] != "clause").to_numpy() & (read.sentence_of[following] == sentence)
    stop = np.where(goes_on, clauses.stop[clauses.at(following)], stop)
    # Fearing an attack, X left: up to the comma.
    opens = read.sentences["first_token"].to_numpy()[sentence] == cues.first
    opens &= columns["participle"].to_numpy()
    commas = np.append(np.flatnonzero(bits & COMMA), len(bits))
    stop = np.where(opens, np.minimum(stop, commas[np.searchsorted(commas, cues.last)]), stop)
    short = (columns["scope"] == "phrase").to_numpy()
    ends = np.append(clauses.segment, len(bits))[clauses.at(cues.last) + 1]
    return np.where(short, ends, stop)


def _led(
    read: Reading, bits: np.ndarray, cues: Cues, scope: pl.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Of verbs with an object the word that leads in what they bear on (-1 for other cues), and
    whether there is none.
    """
    lead, idle = np.full(len(cues.first), -1), np.zeros(len(cues.first), dtype=bool)
    breaks = running((bits & np.uint32(_NO_OBJECT)) > 0)
    for word in _LEADING:
        rows = np.flatnonzero((scope == word).to_numpy())
        at = np.flatnonzero(read.types_among((word,))[read.type_of])
        behind = bits[np.minimum(at + 1, len(bits) - 1)]
        gerund = (behind & PARTICIPLE) > 0
        infinitive = ((behind & LOWER) > 0) & ((behind & np.uint32(_NO_INFINITIVE)) == 0)
        at = np.append(at[infinitive if word == "to" else gerund], len(bits) - 1)
        start = cues.last[rows] + 1
        places = at[np.minimum(np.searchsorted(at, start), len(at) - 1)]
        near = (places >= start) & (places - start <= _OBJECT_WITHIN)
        near &= read.sentence_of[places] == read.sentence_of[cues.last[rows]]
        near &= breaks[places] == breaks[start]
        lead[rows], idle[rows] = np.where(near, places, -1), ~near
    return lead, idle


def _without_speakers(scopes: Scopes, begin: np.ndarray, passages: Passages) -> np.ndarray:
    """First tokens of scopes, not before the passage (by where they begin) that holds the cue."""
    if not len(begin):
        return scopes.first
    at = np.maximum(np.searchsorted(passages.first, scopes.cue, side="right") - 1, 0)
    inside = (begin[at] <= scopes.cue) & (scopes.cue <= passages.last[at])
    return np.where(inside, np.maximum(scopes.first, begin[at]), scopes.first)


def token_modality(
    read: Reading, bits: np.ndarray, scopes: Scopes, passages: Passages
) -> tuple[np.ndarray, np.ndarray]:
    """Modality of every token (UInt8, place in `MODALITIES`), and whether a negation covers it."""
    supposed, supposed_stop = _supposed(read, bits)
    none = supposed[:0]
    # `that` belongs to what is said.
    before, sentence = np.maximum(passages.first - 1, 0), read.sentence_of
    that = ((bits[before] & THAT) > 0) & (sentence[before] == sentence[passages.first])
    said = passages.first - that
    firsts = _without_speakers(scopes, said, passages)
    found = np.zeros(len(bits), dtype=np.uint8)
    for kind, more_first, more_stop in (
        (ATTRIBUTED, said, passages.last + 1),
        (NEGATED, none, none),
        (HYPOTHETICAL, supposed, supposed_stop),
    ):
        own = scopes.modality == kind
        begins = np.concatenate((firsts[own], more_first))
        ends = np.concatenate((scopes.stop[own], more_stop))
        found[_covered(len(bits), begins, ends)] = kind
    return found, _covered(len(bits), firsts[scopes.denies], scopes.stop[scopes.denies])


def sentence_modality(read: Reading, bits: np.ndarray, modality: np.ndarray) -> np.ndarray:
    """Modality of every sentence (UInt8, place in `MODALITIES`) from that of its tokens."""
    if not read.sentences.height:
        return np.zeros(0, dtype=np.uint8)
    firsts = read.sentences["first_token"].to_numpy()
    word = (bits & WORD) > 0
    found = np.zeros(len(firsts), dtype=np.uint8)
    n_words = np.add.reduceat(word, firsts, dtype=np.int32)
    for kind in (ATTRIBUTED, NEGATED, HYPOTHETICAL):
        n_kind = np.add.reduceat(word & (modality >= kind), firsts, dtype=np.int32)
        found[(2 * n_kind >= n_words) & (n_kind > 0)] = kind
    return found


def _supposed(read: Reading, bits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Questions, and conditions that begin a sentence with their verb."""
    asked, asked_stop = _questions(read, bits)
    firsts = read.sentences["first_token"].to_numpy().astype(np.int64)
    commas = np.append(np.flatnonzero(bits & COMMA), len(bits))
    stops = commas[np.searchsorted(commas, firsts)]
    inside = read.sentence_of[np.minimum(stops, len(bits) - 1)] == np.arange(len(firsts))
    inverted = inside & read.among(firsts, _INVERTED) & (stops < len(bits))
    return np.append(asked, firsts[inverted]), np.append(asked_stop, stops[inverted])


def _questions(read: Reading, bits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From the beginning of the sentence, or the quotation mark before, to a question mark."""
    asked = np.flatnonzero(bits & QUESTION)
    firsts = read.sentences["first_token"].to_numpy().astype(np.int64)
    quotes = np.concatenate(([-1], np.flatnonzero(bits & QUOTE)))
    opened = quotes[np.searchsorted(quotes, asked) - 1] if len(asked) else asked
    return np.maximum(firsts[read.sentence_of[asked]], opened + 1), asked


def _covered(n: int, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Which of n tokens lie in any of the spans."""
    if not len(first):
        return np.zeros(n, dtype=bool)
    change = np.zeros(n + 1, dtype=np.int32)
    np.add.at(change, first, 1)
    np.add.at(change, stop, -1)
    return np.cumsum(change[:n], dtype=np.int32) > 0
