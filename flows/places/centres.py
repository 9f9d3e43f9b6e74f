"""Where the middle of an area is, by the places in it."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import polars as pl

_HALF_TURN, _TURN = 180.0, 360.0
#: A place this many times as far from the middle as others are is in another area by mistake, or an
#: island far off.
_FAR = 4.0
#: Of Weiszfeld's method.
_STEPS = 200
_SMALLEST = 1e-9
_DECIMALS = 4

#: Longitude and latitude, degrees.
Point = tuple[float, float]


def centres(places: pl.DataFrame, key: str) -> pl.DataFrame:
    """The middle of each group of places (`latitude`, `longitude` in degrees, `population`).

    The centroid of the convex hull, so that crowded corners do not pull, without places that lie
    far off; the mean where the places lie on a line. Returns key, latitude, longitude, population
    (their sum), by key.
    """
    ordered = places.sort(key, "longitude", "latitude")
    groups = ordered.group_by(key, maintain_order=True).agg(
        pl.col("longitude", "latitude"), pl.col("population").sum()
    )
    lists = zip(groups["longitude"].to_list(), groups["latitude"].to_list(), strict=True)
    middles = [middle(together(list(zip(*pair, strict=True)))) for pair in lists]
    return groups.select(
        key,
        "population",
        longitude=pl.Series([point[0] for point in middles], dtype=pl.Float64),
        latitude=pl.Series([point[1] for point in middles], dtype=pl.Float64),
    )


def together(points: Sequence[Point]) -> Sequence[Point]:
    """Points without those far off; in a small area none is."""
    if all(max(side) - min(side) < _FAR for side in zip(*points, strict=True)):
        return points
    squares = cells(points)
    centre = _on_sphere([spatial_median(squares)])
    usual = np.median(np.linalg.norm(_on_sphere(squares) - centre, axis=1))
    # A square's own width is never far.
    limit = _FAR * usual + math.radians(1)
    near = np.linalg.norm(_on_sphere(points) - centre, axis=1) <= limit
    return [point for point, is_near in zip(points, near, strict=True) if is_near]


def cells(points: Sequence[Point]) -> list[Point]:
    """The means of the points in each square of one degree: where people live at all, however many
    of them.
    """
    squares: dict[tuple[int, int], list[Point]] = {}
    for point in points:
        squares.setdefault((math.floor(point[0]), math.floor(point[1])), []).append(point)
    return [_mean(squares[square]) for square in sorted(squares)]


def spatial_median(points: Sequence[Point]) -> Point:
    """The point whose distances to others add up to least (Weiszfeld 1937), rounded to ten metres.

    Half of the points can be anywhere without taking it far.
    """
    there = _on_sphere(points)
    centre = there.mean(axis=0)
    moved, steps = np.inf, 0
    while moved > _SMALLEST and steps < _STEPS:
        pull = 1 / np.maximum(np.linalg.norm(there - centre, axis=1), _SMALLEST)
        before, centre = centre, pull @ there / pull.sum()
        moved, steps = np.linalg.norm(centre - before), steps + 1
    x, y, z = (float(part) for part in centre)
    longitude, latitude = math.atan2(y, x), math.atan2(z, math.hypot(x, y))
    return round(math.degrees(longitude), _DECIMALS), round(math.degrees(latitude), _DECIMALS)


def apart(a: Point, b: Point) -> float:
    """The straight way between two points, in radii of the Earth: for comparing."""
    return float(np.linalg.norm(np.subtract(*_on_sphere([a, b]))))


def _on_sphere(points: Sequence[Point]) -> np.ndarray:
    """Points as unit vectors."""
    along, up = np.radians(np.array(points)).T
    return np.column_stack((np.cos(up) * np.cos(along), np.cos(up) * np.sin(along), np.sin(up)))


def middle(points: Sequence[Point]) -> Point:
    """Centroid of the convex hull of points, or their mean; across the date line too."""
    if points[-1][0] - points[0][0] > _HALF_TURN:
        points = sorted((x + _TURN if x < 0 else x, y) for x, y in points)
    x, y = _centroid(hull(points)) or _mean(points)
    return (x - _TURN if x > _HALF_TURN else x), y


def hull(points: Sequence[Point]) -> list[Point]:
    """Corners of the convex hull of sorted points (monotone chain, Andrew 1979)."""
    return _chain(points)[:-1] + _chain(points[::-1])[:-1]


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _centroid(corners: Sequence[Point]) -> Point | None:
    """Centroid of a polygon's area; none where it has none."""
    if not corners:
        return None
    origin = corners[0]
    triangles = list(pairwise(corners[1:]))
    areas = [_turn(origin, b, c) for b, c in triangles]
    area = math.fsum(areas)
    if area <= 0:
        return None
    return (
        math.fsum(w * (origin[0] + b[0] + c[0]) for w, (b, c) in zip(areas, triangles, strict=True))
        / (3 * area),
        math.fsum(w * (origin[1] + b[1] + c[1]) for w, (b, c) in zip(areas, triangles, strict=True))
        / (3 * area),
    )


def _mean(points: Sequence[Point]) -> Point:
    n = len(points)
    return math.fsum(x for x, _ in points) / n, math.fsum(y for _, y in points) / n
