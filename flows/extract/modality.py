"""Modality: whether a clause states a fact, denies it, imagines it, or leaves it to someone else.

Cues and scopes after BioScope (Vincze et al. 2008) and ConText (Harkema et al. 2009). A cue of
scope `clause` (not, would, may) bears on the whole clause that holds it, subject included; one of
scope `behind` (if, denied, threatened to, called for, no evidence that) on what follows it in its
clause, and on the clause that follows where it stands at the end of its own. Of cues that overlap
the longest counts, so that pseudo-cues of modality `asserted` (not only) take the place of what
they hold. A sentence that ends in a question mark is hypothetical. Passages are attributed (see
`direct_speech`, `reported_speech`); who speaks is not.

Where several apply, hypothetical > negated > attributed > asserted: what is not even claimed to
have happened is furthest from a fact, then what is said not to have, then what is one party's
word. A sentence has the strongest modality that, together with all stronger ones, covers half of
its words, so a lone `may` in a relative clause does not turn a report into a guess.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.contracts.columns import MODALITIES
from flows.extract.clauses import Clauses
from flows.extract.cues import Cues
from flows.extract.reading import Reading
from flows.extract.speech import Passages
from flows.extract.words import QUESTION, QUOTE, WORD
from flows.lexicon import Lexicon

ATTRIBUTED, NEGATED, HYPOTHETICAL = (
    MODALITIES.index(name) for name in ("attributed", "negated", "hypothetical")
)


class Scopes(NamedTuple):
    """What cues bear on: tokens first to stop (exclusive), and the modality (place in
    `MODALITIES`) they give it.
    """

    first: np.ndarray
    stop: np.ndarray
    modality: np.ndarray


def find_scopes(read: Reading, clauses: Clauses, cues: Cues, lexicon: Lexicon) -> Scopes:
    """The scope of each cue of `modality_cues`."""
    columns = lexicon.modality_cues
    places = {name: place for place, name in enumerate(MODALITIES)}
    modality = columns["modality"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
    whole = (columns["scope"] == "clause").to_numpy()[cues.row]
    segment = clauses.at(cues.first)
    first = np.where(whole, clauses.first[segment], cues.first)
    stop = np.maximum(clauses.stop[segment], clauses.stop[clauses.at(cues.last)])
    following = np.minimum(cues.last + 1, len(read.type_of) - 1)
    goes_on = ~whole & (cues.last + 1 == stop)
    goes_on &= read.sentence_of[following] == read.sentence_of[cues.last]
    stop = np.where(goes_on, clauses.stop[clauses.at(following)], stop)
    return Scopes(first, stop, modality[cues.row])


def token_modality(
    read: Reading, bits: np.ndarray, scopes: Scopes, passages: Passages
) -> tuple[np.ndarray, np.ndarray]:
    """Modality of every token (UInt8, place in `MODALITIES`), and whether a negation covers it."""
    asked, asked_stop = _questions(read, bits)
    none = asked[:0]
    found = np.zeros(len(bits), dtype=np.uint8)
    denied = np.zeros(len(bits), dtype=bool)
    for kind, more_first, more_stop in (
        (ATTRIBUTED, passages.first, passages.last + 1),
        (NEGATED, none, none),
        (HYPOTHETICAL, asked, asked_stop),
    ):
        own = scopes.modality == kind
        begins = np.concatenate((scopes.first[own], more_first))
        ends = np.concatenate((scopes.stop[own], more_stop))
        covered = _covered(len(bits), begins, ends)
        found[covered] = kind
        denied = covered if kind == NEGATED else denied
    return found, denied


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
