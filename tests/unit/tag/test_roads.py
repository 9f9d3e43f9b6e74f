"""Roads by their number."""

import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.extract.roads import with_roads
from flows.tag.merge import merge


@pytest.fixture(scope="module")
def roads(shipped, in_one_batch):
    read = in_one_batch(lambda *texts: extract(documents_of(list(texts)), shipped).mentions)
    return lambda text: read(text).select("surface", "kind", "subkind").rows()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They took Highway 19 home.", ["Highway 19"]),
        ("They took state Highway 75, then Route 1.", ["Highway 75", "Route 1"]),
        ("They took State Route 9 home.", ["State Route 9"]),
        ("They took Zork County Road 42 home.", ["Zork County Road 42"]),
        ("They took US Highway 6 home.", ["US Highway 6"]),
        ("They took I-75 and US-24 home.", ["I-75", "US-24"]),
        ("They took Interstate 35W home.", ["Interstate 35W"]),
        ("Highway 4 is closed.", ["Highway 4"]),
        ("They left. Highway 4 is closed.", ["Highway 4"]),
        ("They went to Road 42 there.", []),
        ("I, 75, took the highway 19 times.", []),
        ("They took Highway 20000 home.", []),
    ],
)
def test_numbered_roads(roads, text, names):
    assert roads(text) == [(name, "place", "facility") for name in names]


def test_a_name_that_goes_on_behind_the_number_stays(tags, resources):
    given = tags("They left Zork Highway 19 Bridge then.", (2, 5, "place", 0.9))
    found = merge(given.words, given.found, given.tagged, resources)
    rows = with_roads(given.words, found)
    assert given.surfaces(rows["first"], rows["last"]) == ["Zork Highway 19 Bridge"]
