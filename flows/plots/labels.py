"""Labels beside points, so that they seldom lie on one another.

Each label in turn takes the best of the positions around its point (Imhof 1975, "Positioning names
on maps"), those of more weight first.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flows.plots.style import INK

#: Where a label may stand: right, left, above, below, then aslant. Shares of its width and height
#: from the point to the label's lower left corner, and the direction it is moved away.
_POSITIONS = np.array(
    [
        (0, -0.5, 1, 0),
        (-1, -0.5, -1, 0),
        (-0.5, 0, 0, 1),
        (-0.5, -1, 0, -1),
        (0, 0, 0.75, 0.75),
        (0, -1, 0.75, -0.75),
        (-1, 0, -0.75, 0.75),
        (-1, -1, -0.75, -0.75),
    ]
)
#: Pixels between a marker and its label, near first.
_GAPS = (2.0, 9.0, 18.0)
#: Costs per pixel of overlap, of leaving the axes, and of each pixel away from the marker.
_COST_OUTSIDE, _COST_OF_LABELS, _COST_OF_POINTS, _COST_OF_LINES = 50.0, 6.0, 3.0, 1.0
_COST_OF_DISTANCE = 2.0
#: Half the side of the box that stands for a point of a line, in pixels.
_LINE = 3.0
_NOTHING = np.empty((0, 2))
_BACKGROUND = {"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.6}


class Label(NamedTuple):
    """A text beside a point (data coordinates) whose marker has a radius in points."""

    text: str
    x: float
    y: float
    radius: float
    size: float
    color: str = INK


def put_labels(
    axes: Axes,
    labels: Sequence[Label],
    *,
    all_of_them: bool,
    keep_off: np.ndarray = _NOTHING,
) -> int:
    """Write labels beside their points, the first with the first choice; return how many.

    Args:
        axes: With its limits set: a later change would move the points.
        labels: By weight.
        all_of_them: Whether a label is written though it overlaps another.
        keep_off: Further points (n, 2) that labels had better leave free, such as those of lines.
    """
    if not labels:
        return 0
    scale = axes.figure.dpi / 72
    sizes = _sizes(axes, labels)
    points = axes.transData.transform([(label.x, label.y) for label in labels])
    radii = np.array([label.radius for label in labels]) * scale
    markers = np.column_stack([points - radii[:, None], points + radii[:, None]])
    off = axes.transData.transform(keep_off) if len(keep_off) else keep_off
    lines = np.column_stack([off - _LINE, off + _LINE])
    frame = np.array(axes.bbox.extents)
    placed = np.empty((0, 4))
    for number, label in enumerate(labels):
        boxes, gaps = _boxes(points[number], sizes[number], radii[number])
        others = np.delete(markers, number, axis=0)
        among = _overlap(boxes, placed)
        outside = 1 - _overlap(boxes, frame[None]) / np.prod(sizes[number])
        cost = (
            _COST_OF_LABELS * among
            + _COST_OF_POINTS * _overlap(boxes, others)
            + _COST_OF_LINES * _overlap(boxes, lines)
            + np.prod(sizes[number]) * (_COST_OUTSIDE * outside.round(6))
            + _COST_OF_DISTANCE * gaps * sizes[number][1]
        )
        best = int(np.argmin(cost.round(3)))
        if not all_of_them and (among[best] > 0 or outside[best] > 0.01):
            continue
        placed = np.vstack([placed, boxes[best]])
        _write(axes, label, boxes[best])
    return len(placed)


def _sizes(axes: Axes, labels: Sequence[Label]) -> np.ndarray:
    """Width and height of each label in pixels."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    renderer = FigureCanvasAgg(figure).get_renderer()
    sizes = []
    for label in labels:
        text = axes.text(0, 0, label.text, fontsize=label.size)
        box = text.get_window_extent(renderer)
        sizes.append((box.width + 2, box.height + 2))
        text.remove()
    return np.array(sizes)


def _boxes(point: np.ndarray, size: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """The boxes (x0, y0, x1, y1) a label may take, and how far from the marker each is."""
    gaps = np.repeat(_GAPS, len(_POSITIONS))
    around = np.tile(_POSITIONS, (len(_GAPS), 1))
    low = point + around[:, :2] * size + around[:, 2:] * (radius + gaps)[:, None]
    return np.hstack([low, low + size]), gaps


def _overlap(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The area that each box shares with all others."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.clip(high - low, 0, None).prod(axis=2).sum(axis=1)


def _write(axes: Axes, label: Label, box: np.ndarray) -> None:
    x, y = axes.transData.inverted().transform(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    axes.text(
        x,
        y,
        label.text,
        fontsize=label.size,
        color=label.color,
        horizontalalignment="center",
        verticalalignment="center",
        bbox=_BACKGROUND,
        zorder=5,
    )
