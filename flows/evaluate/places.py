"""Places against gold toponyms: found spans, and how far from gold those found are put.

Gold files disagree on whether demonyms are toponyms (LGL: yes, GeoVirus: no), so spans are scored
without and with them. Links are scored on the gold toponyms that were found, demonyms too: how many
lie within 161 km (100 miles, the usual bound since Cheng, Caverlee & Lee 2010), and how many have
the very id. In both recall counts toponyms that were not linked as wrong, precision leaves them
out. *towns* and *areas* are what the toponyms were linked to: the point of a country depends on who
chose it, and two gazetteers are often more than 161 km apart.
"""

import polars as pl

from flows.evaluate.gold import Gold
from flows.evaluate.report import Report
from flows.evaluate.spans import SPAN, compare, in_context, rates, surfaces, worst
from flows.places import distance_km

NEAR_KM = 161
_TOWN = "city"


def score_places(gold: Gold, mentions: pl.DataFrame, *, most: int = 20) -> Report:
    """Figures and worst errors of mentions.

    Reads doc_id, start, end, kind, basis, entity_id, entity_subkind, geonames_id, latitude and
    longitude (degrees, null where unknown).
    """
    numbers = gold.documents.select("doc_id").with_row_index("doc")
    is_demonym = pl.col("basis") == "demonym"
    found = mentions.join(numbers, on="doc_id", how="inner", maintain_order="left").filter(
        (pl.col("kind") == "place") | is_demonym
    )
    labelled, texts = gold.places(), gold.documents["text"]
    links = _links(labelled, found)
    figures = [
        _spans(labelled, found.filter(~is_demonym), texts, "places"),
        _spans(labelled, found, texts, "with demonyms"),
        rates(_linked(links)),
    ]
    wrong = worst(_as_spans(labelled), _as_spans(found), texts, most=most)
    return Report(pl.concat(figures), pl.concat([_far(links, texts, most), wrong]), _remark(links))


def _as_spans(places: pl.DataFrame) -> pl.DataFrame:
    return places.select(*SPAN, kind=pl.lit("place"))


def _spans(
    labelled: pl.DataFrame, found: pl.DataFrame, texts: pl.Series, measure: str
) -> pl.DataFrame:
    figures = compare(_as_spans(labelled), _as_spans(found), texts)
    return figures.filter(measure="untyped").with_columns(measure=pl.lit(measure))


def _links(labelled: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Found gold toponyms with coordinates, and where they were put; km is null where nowhere."""
    return (
        labelled.drop_nulls(["latitude", "longitude"])
        .join(found, on=SPAN, how="inner", maintain_order="left", suffix="_found")
        .with_columns(km=distance_km("latitude", "longitude", "latitude_found", "longitude_found"))
        .with_columns(
            near=(pl.col("km") <= NEAR_KM).fill_null(value=False),
            same=pl.col("geonames_id") == pl.col("geonames_id_found"),
        )
    )


def _linked(links: pl.DataFrame) -> pl.DataFrame:
    identified = links.filter(pl.col("geonames_id").is_not_null())
    town = (pl.col("entity_subkind") == _TOWN).fill_null(value=False)
    placed = pl.col("km").is_not_null()
    measures = (
        (f"within {NEAR_KM} km", links, "near"),
        ("towns", links.filter(placed & town), "near"),
        ("areas", links.filter(placed & ~town), "near"),
        ("same id", identified, "same"),
    )
    return pl.concat(
        rows.select(
            matching=pl.lit("linked"),
            measure=pl.lit(name),
            n_gold=pl.len().cast(pl.Int64),
            n_found=placed.sum().cast(pl.Int64),
            n_right=pl.col(right).sum().cast(pl.Int64),
        )
        for name, rows, right in measures
    )


def _far(links: pl.DataFrame, texts: pl.Series, most: int) -> pl.DataFrame:
    """The commonest toponyms that are put elsewhere or nowhere, commonest first."""
    where = pl.format("{} {}", pl.col("latitude").round(1), pl.col("longitude").round(1))
    there = pl.format("{} {} km", "entity_id", pl.col("km").round(0).cast(pl.Int64))
    wrong = links.filter(~pl.col("near")).sort(SPAN)
    keys = ["surface", "gold_kind", "found_kind"]
    return (
        in_context(wrong, texts)
        .with_columns(
            gold_kind=where,
            found_kind=pl.when(pl.col("km").is_not_null()).then(there),
            surface=surfaces(wrong, texts),
        )
        .group_by(keys, maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("n"), pl.col("before", "behind").first())
        .sort("n", *keys, descending=[True, False, False, False])
        .head(most)
        .select(pl.lit("far").alias("error"), "n", *keys, "before", "behind")
    )


def _remark(links: pl.DataFrame) -> str:
    median = links["km"].median()
    if not isinstance(median, float):
        return ""
    return f"median error of linked toponyms: {median:.1f} km"
