"""Stories of pairs against texts taken one by one."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.stories import group

PAIRS = st.sets(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] < pair[1])
)


def one_by_one(pairs: set[tuple[int, int]]) -> list[tuple[int, int]]:
    first: list[int] = []
    joined: list[tuple[int, int]] = []
    for place in range(1, 13):
        near = [other for other in first if (other, place) in pairs]
        if near:
            joined.append((place, near[0]))
        else:
            first.append(place)
    return joined


@given(PAIRS)
def test_group(pairs: set[tuple[int, int]]) -> None:
    schema = {"place_a": pl.Int32, "place_b": pl.Int32}
    found = group(pl.DataFrame(sorted(pairs, reverse=True), schema=schema, orient="row"))
    assert found.rows() == one_by_one(pairs)
