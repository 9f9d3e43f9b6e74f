"""Names as a tagger would give them, so that what follows it is tested whatever it has learned."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest

from flows.evaluate.gold import documents_of
from flows.extract.capitals import Words
from flows.extract.names import by_rules
from flows.extract.reading import read
from flows.settings import RESOURCES
from flows.tag.labels import KINDS, Names, Tagged
from flows.tag.resources import Resources


class Tags(NamedTuple):
    """A text, what the rules found in it, and what the tagger is said to have found."""

    text: str
    words: Words
    found: pl.DataFrame
    tagged: Tagged

    def surfaces(self, first: np.ndarray, last: np.ndarray) -> list[str]:
        """The words of spans."""
        tokens = self.words.read.tokens
        starts, ends = tokens["start"].gather(first), tokens["end"].gather(last)
        return [self.text[a:b] for a, b in zip(starts, ends, strict=True)]

    def named(self, tagged: Tagged) -> list[tuple[str, str]]:
        """Surface and kind of names."""
        names = tagged.names
        kinds = [KINDS[kind] for kind in names.kind]
        return list(zip(self.surfaces(names.first, names.last), kinds, strict=True))


@pytest.fixture(scope="session")
def resources(shipped) -> Resources:
    return Resources.load(RESOURCES / "seeds" / "model", shipped)


@pytest.fixture(scope="session")
def tags(shipped) -> Callable[..., Tags]:
    def make(text: str, *tagged: tuple[int, int, str, float]) -> Tags:
        """Tagged names: first word, last word, kind, confidence."""
        words, found = by_rules(read(documents_of([text]), shipped), shipped)
        first, last, kind, sure = zip(*tagged, strict=True) if tagged else ((), (), (), ())
        numbers = [KINDS.index(name) for name in kind]
        names = Names(*(np.array(part, dtype=np.int64) for part in (first, last, numbers)))
        return Tags(text, words, found, Tagged(names, np.array(sure, dtype=float)))

    return make
