"""What holds of places whatever the texts: contracts, and that batches do not matter."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.contracts import FoundMentions
from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.lexicon import Lexicon
from flows.places import Places
from flows.settings import RESOURCES

WORDS = (
    "Paris", "Georgetown", "Georgia", "Athens", "Texas", "Ky.", "TX", "Mosul", "Iraqi", "Europe",
    "Springfield Police", "Mansfield", "St. Mary's", "in", "of", "and", ",", ", ", "(", ")", ".",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@pytest.fixture(scope="module")
def places() -> Places:
    lexicon = Lexicon.load(RESOURCES / "seeds" / "lexicon")
    loaded = Places.load(RESOURCES / "seeds" / "gazetteer", lexicon)
    assert loaded is not None
    return loaded


@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
@settings(deadline=None)
def test_a_text_s_places_are_its_own(places: Places, texts: list[str]) -> None:
    documents = documents_of(texts)
    together = extract(documents, places.lexicon, None, places).mentions
    alone = [
        extract(documents[row], places.lexicon, None, places).mentions for row in range(len(texts))
    ]
    assert together.equals(pl.concat(alone))
    assert FoundMentions.is_valid(together)
    placed = together.filter(pl.col("entity_id").str.starts_with("geonames:"))
    assert placed["place_confidence"].null_count() == 0
    assert (placed["kind"] == "place").all()
