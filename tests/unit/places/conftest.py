from collections.abc import Callable

import polars as pl
import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.lexicon import Lexicon
from flows.places import Places
from flows.settings import RESOURCES

SEEDS = RESOURCES / "seeds"


@pytest.fixture(scope="session")
def shipped() -> Lexicon:
    return Lexicon.load(SEEDS / "lexicon")


@pytest.fixture(scope="session")
def places(shipped: Lexicon) -> Places:
    loaded = Places.load(SEEDS / "gazetteer", shipped)
    assert loaded is not None
    return loaded


@pytest.fixture(scope="session")
def located(shipped: Lexicon, places: Places) -> Callable[..., pl.DataFrame]:
    """Mentions of texts, by the rules alone."""

    def read(*texts: str) -> pl.DataFrame:
        return extract(documents_of(list(texts)), shipped, None, places).mentions

    return read
