"""Where the cue words and phrases of the lexicon stand."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.phrases import Hits, Phrases, leftmost_longest
from flows.extract.reading import Reading
from flows.extract.words import END, QUOTE
from flows.lexicon import Lexicon

#: Words that a sentence begins with and that are no names (Fearing an attack, …).
_VERBAL = r"(?:ing|ly)$|^(?:suppose|imagine|lest)$"


class Cues(NamedTuple):
    """Cues by place: first and last token, and the row of each in its table of the lexicon."""

    first: np.ndarray
    last: np.ndarray
    row: np.ndarray

    def where(self, chosen: np.ndarray) -> "Cues":
        """Those that are chosen (Boolean, or rows)."""
        return Cues(self.first[chosen], self.last[chosen], self.row[chosen])


def find_cues(
    read: Reading, bits: np.ndarray, inner: np.ndarray, lexicon: Lexicon
) -> tuple[Cues, Cues, Cues]:
    """Cues of `modality_cues`, `reporting_verbs` and `stance_cues`, each without overlaps.

    `bits` as made by `words.marks`, `inner` as by `setting.inner_hyphens`. A cue is written in
    lower case, or begins a sentence or a quotation (never mind `May`, `Will` and `Strikes`).
    """
    phrases, tables, rows = _phrases(lexicon)
    hits = phrases.find(read, inner, np.ones(read.types.height, dtype=bool))
    lower = read.of(hits.first, "is_lower") | ~read.of(hits.first, "is_capital")
    before = np.maximum(hits.first - 1, 0)
    opens = read.sentences["first_token"].to_numpy()[read.sentence_of[hits.first]] == hits.first
    opens |= (bits[before] & (QUOTE | END)) > 0
    written = lower | (opens & (hits.last > hits.first)) | (opens & _long(read, hits))
    found = Hits(*(column[written] for column in hits))
    chosen = [_without_overlaps(found, tables, rows, table) for table in range(3)]
    return chosen[0], chosen[1], chosen[2]


def _long(read: Reading, hits: Hits) -> np.ndarray:
    """Single words that a capital does not turn into something else (May, Will, US)."""
    verbal = read.types["folded"].str.contains(_VERBAL).to_numpy()[read.type_of[hits.first]]
    return (read.of(hits.first, "is_common") | verbal) & ~read.among(hits.first, ("may",))


@lru_cache(maxsize=4)
def _phrases(lexicon: Lexicon) -> tuple[Phrases, np.ndarray, np.ndarray]:
    """All cues prepared for one walk, with the table (0, 1, 2) and row each comes from."""
    columns = (
        lexicon.modality_cues["cue"],
        lexicon.reporting_verbs["verb"],
        lexicon.stance_cues["cue"],
    )
    sizes = [len(column) for column in columns]
    every = pl.concat([column.rename("cue") for column in columns])
    tables = np.repeat(np.arange(3), sizes)
    return Phrases.build(every, lexicon), tables, np.concatenate([np.arange(n) for n in sizes])


def _without_overlaps(hits: Hits, tables: np.ndarray, rows: np.ndarray, table: int) -> Cues:
    own = tables[hits.phrase] == table
    first, last, row = hits.first[own], hits.last[own], rows[hits.phrase[own]]
    kept = leftmost_longest(first, last + 1)
    return Cues(first[kept], last[kept], row[kept])
