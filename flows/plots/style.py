"""What all pictures share: colours, a frame with title and caption, settings of matplotlib.

Colours are those of Okabe & Ito (2008, Color Universal Design), which people who do not tell red
from green can tell apart. They never stand alone: shape, dashes, signs or words say the same.
"""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#8A8A8A"
PALE = "#C8C8C8"
INK = "#222222"

ALLIED = BLUE
HOSTILE = VERMILLION

#: Colour and marker of each kind of entity.
KINDS = {
    "person": (ORANGE, "o"),
    "organization": (SKY, "s"),
    "place": (GREEN, "^"),
    "group": (PURPLE, "D"),
    "event": (YELLOW, "P"),
    "other": (PALE, "h"),
}

#: How ids that hold a tip begin.
TIP = "tip:"

_SETTINGS: dict[Any, Any] = {
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    # A dollar in a name is no formula.
    "text.parse_math": False,
    # Words stay words: small, searchable, and in a browser drawn with the fonts of its reader.
    "svg.fonttype": "none",
    # Ids that are otherwise random.
    "svg.hashsalt": "alongside",
    "figure.dpi": 100,
    "savefig.dpi": 160,
}


class Words(NamedTuple):
    """What is written around a picture."""

    title: str
    subtitle: str
    caption: str


@contextmanager
def styled(fonts: Sequence[str] = ()) -> Iterator[None]:
    """Draw and save inside this block: the project's settings, whatever the user's own are.

    Args:
        fonts: Families to fall back to for what the default one lacks.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        mpl.rcParams["font.family"] = ["DejaVu Sans", *fonts]
        yield


class Room(NamedTuple):
    """Inches kept free around the axes for what is written there."""

    left: float = 0.0
    bottom: float = 0.35
    right: float = 0.0
    top: float = 0.0


def framed(
    size: tuple[float, float],
    words: Words,
    room: Room = Room(),  # noqa: B008 - immutable
) -> tuple[Figure, Axes]:
    """A figure (inches) with a title and a line below it, a caption at its foot, and axes between.

    What is too long for the width is broken into lines; the axes take the room that is left.
    """
    width, height = size
    figure = Figure(figsize=size)
    figure.set_gid(words.title)
    margin, at = 0.3, height - 0.2
    left = margin / width
    for text, per_inch, step, (fontsize, weight) in (
        (words.title, 9.0, 0.29, (15, "bold")),
        (words.subtitle, 13.5, 0.22, (10.5, "normal")),
    ):
        for line in textwrap.wrap(text, int(width * per_inch), break_on_hyphens=False):
            figure.text(left, at / height, line, va="top", fontsize=fontsize, fontweight=weight)
            at -= step
    lines = textwrap.wrap(words.caption, int(width * 16), break_on_hyphens=False)
    for number, line in enumerate(reversed(lines)):
        place = (0.14 + number * 0.19) / height
        figure.text(left, place, line, fontsize=8, color="#555555")
    west, bottom = margin + room.left, 0.28 + len(lines) * 0.19 + room.bottom
    across, up = width - west - margin - room.right, at - 0.12 - room.top - bottom
    return figure, figure.add_axes((west / width, bottom / height, across / width, up / height))


def legend(axes: Axes, entries: Sequence[Artist]) -> None:
    """A legend below the axes, in the room kept there; long ones take two lines."""
    axes.legend(
        handles=entries,
        ncols=len(entries) if len(entries) <= 7 else (len(entries) + 1) // 2,
        loc="upper left",
        bbox_to_anchor=(0, -0.01),
        frameon=False,
        handlelength=2.6,
        columnspacing=1.6,
        borderaxespad=0,
    )


def tip(artist: Artist, text: str) -> None:
    """Have a picture in SVG or HTML show `text` when the pointer rests on the artist."""
    artist.set_gid(TIP + text)
