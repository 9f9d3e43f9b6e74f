"""The table of coasts and borders: `python -m flows.plots.build ATLAS [FOLDER]`.

ATLAS is the folder of the npm package world-atlas, Natural Earth as TopoJSON: `npm pack
world-atlas@2.0.2`, unpacked. The same version gives the same bytes.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from flows.plots.outlines import FOLDER, NEAR, OUTLINES, WORLD

#: Degrees: a hundred metres, a tenth of what a pixel shows of a small country.
_DECIMALS = 3


def write(atlas: Path, folder: Path) -> None:
    """Write the table into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = [
        _outlines(json.loads((atlas / f"countries-{scale}m.json").read_text()), scale)
        for scale in (WORLD, NEAR)
    ]
    pl.concat(tables).write_parquet(
        folder / OUTLINES, compression="zstd", compression_level=19, statistics=False
    )


def _outlines(topology: dict[str, Any], scale: int) -> pl.DataFrame:
    """Rings of land, and the arcs that two countries share."""
    arcs = _arcs(topology)
    land = [
        whole
        for ring in _rings(topology["objects"]["land"])
        for whole in _across_the_date_line(_joined(arcs, ring))
    ]
    used = Counter(
        each if each >= 0 else ~each
        for ring in _rings(topology["objects"]["countries"])
        for each in ring
    )
    borders = [arcs[number] for number in sorted(used) if used[number] > 1]
    lines = [("land", line) for line in land] + [("border", line) for line in borders]
    points = np.vstack([line for _, line in lines]).round(_DECIMALS)
    lengths = [len(line) for _, line in lines]
    features = pl.Series("feature", [name for name, _ in lines], dtype=pl.Enum(["land", "border"]))
    number = np.repeat(np.arange(len(lines)), lengths)
    return pl.DataFrame(
        {
            "scale": pl.Series(np.full(len(points), scale), dtype=pl.Int16),
            "feature": features.gather(pl.Series(number)),
            "line": pl.Series(number, dtype=pl.Int32),
            "longitude": pl.Series(points[:, 0], dtype=pl.Float32),
            "latitude": pl.Series(points[:, 1], dtype=pl.Float32),
        }
    )


def _arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Coordinates in degrees of arcs, which TopoJSON keeps as steps on a grid."""
    transform = topology["transform"]
    return [
        np.cumsum(arc, axis=0) * transform["scale"] + transform["translate"]
        for arc in topology["arcs"]
    ]


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a geometry as arc numbers; a negative one is the arc ~number, backwards."""
    match geometry["type"]:
        case "GeometryCollection":
            for each in geometry["geometries"]:
                yield from _rings(each)
        case "Polygon":
            yield from geometry["arcs"]
        case "MultiPolygon":
            for polygon in geometry["arcs"]:
                yield from polygon
        case other:
            raise ValueError(f"a map of countries has no {other}")


def _joined(arcs: list[np.ndarray], ring: list[int]) -> np.ndarray:
    """The points of a ring, those where two arcs meet once."""
    lines = [arcs[each] if each >= 0 else arcs[~each][::-1] for each in ring]
    return np.vstack([lines[0], *(line[1:] for line in lines[1:])])


def _across_the_date_line(ring: np.ndarray) -> list[np.ndarray]:
    """A ring that steps from 180 to -180 degrees as whole shapes on either side of the map."""
    whole = np.column_stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]])
    if abs(whole[-1, 0] - whole[0, 0]) > 180:
        # Antarctica goes all the way round: closed along the pole.
        whole = np.vstack([whole, (whole[-1, 0], -90), (whole[0, 0], -90), whole[0]])
    shifts = [
        turn
        for turn in (-360, 0, 360)
        if whole[:, 0].max() + turn > -180 and whole[:, 0].min() + turn < 180
    ]
    return [whole + np.array((turn, 0)) for turn in shifts]


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    write(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER)
