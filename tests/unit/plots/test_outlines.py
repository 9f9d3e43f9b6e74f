"""Coasts and borders: whole, small, and made from their source bit for bit."""

import os
from pathlib import Path

import polars as pl
import pytest

from flows.plots.build import write
from flows.plots.outlines import FOLDER, NEAR, OUTLINES, WORLD, read_outlines


def test_wide_views_get_the_coarse_lines() -> None:
    assert read_outlines(360).height < read_outlines(10).height / 5


@pytest.mark.parametrize("scale", [WORLD, NEAR])
def test_lines_are_whole(scale: int) -> None:
    lines = pl.read_parquet(FOLDER / OUTLINES).filter(scale=scale)
    land = lines.filter(feature="land").group_by("line", maintain_order=True)
    ends = land.agg(
        pl.col("longitude", "latitude").first().name.suffix("_from"),
        pl.last("longitude", "latitude"),
    )
    closed = (ends["longitude"] == ends["longitude_from"]) & (
        ends["latitude"] == ends["latitude_from"]
    )
    assert closed.all()
    # No line runs across the map from one side of the date line to the other, but at the pole.
    along = pl.col("longitude").diff().abs().over("feature", "line")
    steps = lines.with_columns(step=along).filter(pl.col("latitude") > -84)
    assert steps["step"].max() < 30


def test_the_table_is_small() -> None:
    assert (FOLDER / OUTLINES).stat().st_size < 600_000


def test_the_shipped_table_comes_from_its_source_bit_for_bit(tmp_path: Path) -> None:
    atlas = os.environ.get("WORLD_ATLAS")
    if atlas is None:
        pytest.skip("WORLD_ATLAS does not name the folder of the npm package world-atlas 2.0.2")
    write(Path(atlas), tmp_path)
    assert (tmp_path / OUTLINES).read_bytes() == (FOLDER / OUTLINES).read_bytes()
