"""Stories of near-duplicate pairs: every text of a story is a near-duplicate of its first text.

Near-duplicates of near-duplicates may have nothing in common, so stories are stars, not connected
components (star clustering: Aslam, Pelekhov & Rus 2004). Texts are taken in order of time; one that
resembles no story's first text begins a story, any other joins the earliest such story. So a text
that is published later changes no story of earlier texts, neither who is in it nor its id.
"""

import polars as pl


def group(pairs: pl.DataFrame) -> pl.DataFrame:
    """Which texts belong to the stories of others.

    Reads pairs (place_a, place_b: places of near-duplicates in the order of time, place_a <
    place_b). Returns place and first_place (of the story it joins), by place; texts that begin a
    story are left out.
    """
    first = _first_texts(pairs)
    return (
        pairs.filter(pl.col("place_a").is_in(first.implode()))
        .group_by(place="place_b")
        .agg(first_place=pl.col("place_a").min())
        .sort("place")
    )


def _first_texts(pairs: pl.DataFrame) -> pl.Series:
    """The texts that begin a story: the first maximal independent set in order of time. A round
    settles all texts at once that wait for no earlier one.
    """
    found: list[pl.Series] = []
    places = pl.concat([pairs["place_a"], pairs["place_b"]]).unique()
    while len(places):
        first = places.filter(~places.is_in(pairs["place_b"].implode()))
        joined = pairs.filter(pl.col("place_a").is_in(first.implode()))["place_b"]
        places = places.filter(~places.is_in(pl.concat([first, joined]).implode()))
        left = places.implode()
        pairs = pairs.filter(pl.col("place_a").is_in(left), pl.col("place_b").is_in(left))
        found.append(first)
    return pl.concat(found) if found else places
