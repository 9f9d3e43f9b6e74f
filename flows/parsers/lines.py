"""Lines as they stand on pages -> paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low
from typing import Final, NamedTuple

from flows.parsers.hyphens import goes_on, joined, undivided

_BULLET: Final = re.compile(r"(?:[•▪·◦‣●■*–—-]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_TERMINAL: Final = (".", "!", "?", ":", ".”", "?”", "!”", '."', '?"', '!"', ".)", ".’", "…")
_DIGITS: Final = re.compile(r"\d+|\b[ivxlc]+\b")
#: Line spacings that differ by a third, or letters by a sixth, are no accident of typesetting.
_WIDER: Final = 1.33
_TALLER: Final = 1.16
#: A line that ends this share of the page's width early ends a paragraph with its sentence.
_SHORTER: Final = 0.1
#: Running heads stand on this many pages at least.
_REPEATED: Final = 3


class Line(NamedTuple):
    """A line of a page: its words, and where they stand, in points from the lower left.

    `height` is that of the font of its first character, `last_height` of its last: a bullet in
    front is from another font than the words behind it.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    last_height: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Paragraphs of some pages, running heads and page numbers left out.

    A paragraph goes on over the end of a page where its sentence does.
    """
    found: list[str] = []
    for page in _without_running_heads(pages):
        for n, paragraph in enumerate(_of_page(page)):
            if n == 0 and found and _goes_on(found[-1], paragraph):
                found[-1] = joined(found[-1], paragraph)
            else:
                found.append(paragraph)
    return undivided(found)


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> Iterator[Sequence[Line]]:
    """Leaves out first and last lines that are the same on several pages, numbers aside.

    The first of them stays: it may be the title that the heads repeat.
    """
    edges = [{place: _masked(page[place]) for place in (0, -1)} for page in pages if page]
    counts = Counter((place, words) for edge in edges for place, words in edge.items())
    repeated = {edge for edge, n in counts.items() if n >= _REPEATED}
    seen = {(0, "#"), (-1, "#")}
    for page in pages:
        kept = page
        for place, rest in ((0, slice(1, None)), (-1, slice(-1))):
            edge = (place, _masked(kept[place])) if kept else None
            if edge in repeated:
                kept = kept[rest] if edge in seen else kept
                seen.add(edge)
        yield kept


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _of_page(lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        return
    steps = [a.bottom - b.bottom for a, b in pairwise(lines)]
    usual = median_low([step for step in steps if step > 0] or [0])
    short = max(line.right for line in lines) - min(line.left for line in lines)
    text = lines[0].text
    for above, below in pairwise(lines):
        if _ends(above, below, usual, short * _SHORTER):
            yield text
            text = below.text
        else:
            text = joined(text, below.text)
    yield text


def _ends(above: Line, below: Line, usual: float, short: float) -> bool:
    """Whether a paragraph ends between two lines."""
    if goes_on(above.text):
        return False
    step = above.bottom - below.bottom
    if step < 0:  # The next column.
        return not _goes_on(above.text, below.text)
    smaller, taller = sorted((above.last_height, below.height))
    if smaller > 0 and taller > smaller * _TALLER:
        return not _goes_on(above.text, below.text)
    if (usual > 0 and step > usual * _WIDER) or _BULLET.match(below.text):
        return True
    if not above.text.endswith(_TERMINAL):
        return False
    return above.right < below.right - short or below.left > above.left + below.height


def _goes_on(above: str, below: str) -> bool:
    return goes_on(above) or (below[:1].islower() and not above.endswith(_TERMINAL))
