from collections.abc import Callable

import polars as pl
import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.lexicon import Lexicon
from flows.places import Places

Read = Callable[..., pl.DataFrame]


@pytest.fixture(scope="module")
def located(shipped: Lexicon, places: Places, in_one_batch: Callable[[Read], Read]) -> Read:
    """Mentions of texts, by the rules alone."""

    def read(*texts: str) -> pl.DataFrame:
        return extract(documents_of(list(texts)), shipped, None, places).mentions

    return in_one_batch(read)
