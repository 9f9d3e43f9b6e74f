"""What holds of places whatever the texts: contracts, and that batches do not matter."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.contracts import FoundMentions
from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.places import Places

WORDS = (
    "Paris", "Georgetown", "Georgia", "Athens", "Texas", "Ky.", "TX", "Mosul", "Iraqi", "Europe",
    "Springfield Police", "Mansfield", "St. Mary's", "in", "of", "and", ",", ", ", "(", ")", ".",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
#: An example of many texts takes hardly longer than one of few, so there are fewer of them.
FEWER = settings(max_examples=settings().max_examples // 3)


@given(texts=st.lists(TEXTS, min_size=2, max_size=15), data=st.data())
@FEWER
def test_a_text_s_places_are_its_own(places: Places, texts: list[str], data: st.DataObject) -> None:
    documents = documents_of(texts)
    cut = data.draw(st.integers(1, len(texts) - 1))
    together, *apart = (
        extract(part, places.lexicon, None, places).mentions
        for part in (documents, documents[:cut], documents[cut:])
    )
    assert together.equals(pl.concat(apart))
    assert FoundMentions.is_valid(together)
    placed = together.filter(pl.col("entity_id").str.starts_with("geonames:"))
    assert placed["place_confidence"].null_count() == 0
    assert (placed["kind"] == "place").all()
