"""What the rules on modality, quotations and stance share: computed once per batch."""

from typing import NamedTuple, Self

import numpy as np

from flows.extract.clauses import Clauses
from flows.extract.cues import Cues, find_cues
from flows.extract.modality import find_scopes, sentence_modality, token_modality
from flows.extract.passages import find_passages
from flows.extract.reading import Reading
from flows.extract.reporting import verbs_only
from flows.extract.setting import inner_hyphens
from flows.extract.speech import Passages
from flows.extract.words import marks
from flows.lexicon import Lexicon


class Assertion(NamedTuple):
    """How the words of a batch are put forward.

    `bits`: word classes of every token (see `words`); `clauses`; `passages` others answer for, and
    the `reporting` cues they point to; `stance`: cues of stance; `modality` of every token (UInt8,
    place in `MODALITIES`), and whether a negation covers it, whatever else does (`denied`);
    `inner`: for every token, whether it is a hyphen inside a word.
    """

    bits: np.ndarray
    clauses: Clauses
    passages: Passages
    reporting: Cues
    stance: Cues
    modality: np.ndarray
    denied: np.ndarray
    inner: np.ndarray

    @classmethod
    def of(cls, read: Reading, lexicon: Lexicon) -> Self:
        """Read a batch's cues and clauses."""
        bits = marks(read, lexicon)
        inner = inner_hyphens(read.tokens, read.types)
        cues, reporting, stance = find_cues(read, bits, inner, lexicon)
        reporting = verbs_only(read, bits, reporting)
        clauses = Clauses.of(read, bits)
        passages = find_passages(read, bits, clauses, reporting, lexicon)
        modality, denied = token_modality(
            read, bits, find_scopes(read, bits, clauses, cues, lexicon), passages
        )
        return cls(bits, clauses, passages, reporting, stance, modality, denied, inner)

    def of_sentences(self, read: Reading) -> np.ndarray:
        """Modality of every sentence (UInt8, place in `MODALITIES`)."""
        return sentence_modality(read, self.bits, self.modality)
