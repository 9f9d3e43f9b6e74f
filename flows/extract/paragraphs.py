"""Where paragraphs end: blank lines, and line breaks that are not mere wrapping.

A document counts as hard-wrapped when a quarter of its line breaks are followed by a lower-case
word. There, a line break ends a paragraph only before a list item or an indented line, and behind
a line well short of the usual width (a heading, the last line of a paragraph). In all other
documents each line is a paragraph.
"""

import numpy as np
import polars as pl

from flows.extract.arrays import ends
from flows.extract.tokens import INDENTED, LINE, PARAGRAPH, Tokens

_WRAPPED = 0.25
_SHORT = 0.6
_BULLETS = ("•", "▪", "·", "*", "◦", "‣", "●", "■")
_DASHES = ("-", "–", "—")


def paragraph_ends(read: Tokens) -> np.ndarray:
    """For every token, whether it is the last of its paragraph (Boolean)."""
    doc = read.tokens["doc"].to_numpy()
    space = read.tokens["space"].to_numpy()
    last = ends(len(doc), doc[1:] != doc[:-1])
    is_end = last | (space == PARAGRAPH)
    line_ends = np.flatnonzero(last | (space >= LINE))
    inner = np.flatnonzero(~is_end[line_ends])
    if len(inner):
        breaks = line_ends[inner]
        is_end[breaks] = _ends_at_break(read, breaks, _line_lengths(read, line_ends)[inner])
    return is_end


def _line_lengths(read: Tokens, line_ends: np.ndarray) -> np.ndarray:
    first = np.concatenate(([0], line_ends[:-1] + 1))
    start, end = read.tokens["start"].to_numpy(), read.tokens["end"].to_numpy()
    return end[line_ends] - start[first]


def _ends_at_break(read: Tokens, breaks: np.ndarray, length: np.ndarray) -> np.ndarray:
    """For single line breaks (token numbers, lengths of the lines before), which end paragraphs."""
    lower = read.of(breaks + 1, "is_lower")
    caseless = read.of(breaks + 1, "is_word") & ~lower & ~read.of(breaks + 1, "is_capital")
    lines = pl.DataFrame(
        {
            "doc": read.tokens["doc"].to_numpy()[breaks],
            "goes_on": lower | (caseless & _has_blank_lines(read, breaks)),
            "lower": lower,
            "indented": read.tokens["space"].to_numpy()[breaks] == INDENTED,
            "item": _is_item(read, breaks),
            "length": length,
        }
    )
    width = pl.col("length").filter(pl.col("goes_on")).mean().over("doc")
    wrapped = pl.col("goes_on").mean().over("doc") >= _WRAPPED
    indentation_tells = pl.col("indented").mean().over("doc") < 0.5
    ending = (
        pl.col("item")
        | (pl.col("indented") & indentation_tells)
        | ((pl.col("length") < _SHORT * width) & ~pl.col("lower"))
    )
    return lines.select((~wrapped | ending).alias("ends"))["ends"].to_numpy()


def _has_blank_lines(read: Tokens, breaks: np.ndarray) -> np.ndarray:
    doc = read.tokens["doc"].to_numpy()
    blank = doc[read.tokens["space"].to_numpy() == PARAGRAPH]
    return np.isin(doc[breaks], np.unique(blank))


def _is_item(read: Tokens, breaks: np.ndarray) -> np.ndarray:
    """Whether the line behind a break begins like a list item: •, 12., 3), (a)."""
    marks = read.types.select(
        bullet=pl.col("word").is_in(_BULLETS),
        dash=pl.col("word").is_in(_DASHES),
        number=pl.col("word").str.contains(r"^(?:\p{N}{1,3}|\p{L}|[ivxIVX]{1,4})$"),
        stop=pl.col("word").is_in([".", ")"]),
        opening=pl.col("word") == "(",
        halt=~pl.col("is_word") & ~pl.col("is_number"),
    )
    types = read.tokens["type"].to_numpy()

    def at(offset: int, mark: str) -> np.ndarray:
        return marks[mark].to_numpy()[types[np.minimum(breaks + offset, len(types) - 1)]]

    numbered = at(1, "number") & at(2, "stop")
    lettered = at(1, "opening") & at(2, "number") & at(3, "stop")
    return at(1, "bullet") | (at(1, "dash") & at(0, "halt")) | numbered | lettered
