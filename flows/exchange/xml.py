"""What GEXF and GraphML share: elements made of columns, a batch of rows at a time."""

from typing import BinaryIO

import polars as pl

HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_BATCH = 50_000
#: XML 1.0 has no way to write the other characters, not even escaped.
_NOT_IN_XML = r"[^\t\n\r\x20-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]"
#: White space other than blanks would be read as blanks.
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
#: Both formats have the same words for these.
_TYPES = {pl.String: "string", pl.Int64: "long", pl.Float64: "double"}
#: Columns that both formats have words of their own for.
_OWN = {"id", "label", "source", "target", "spells"}


def filled(template: str, *values: pl.Expr) -> pl.Expr:
    """The template with each `{}` replaced by a value, as XML text or attribute; U+FFFD stands for
    what XML cannot hold. Empty where a value is null.
    """
    return pl.format(template, *(_escaped(value) for value in values)).fill_null("")


def _escaped(value: pl.Expr) -> pl.Expr:
    text = value.cast(pl.String).str.replace_all(_NOT_IN_XML, "\ufffd")
    for character, escape in _ESCAPES.items():
        text = text.str.replace_all(character, escape, literal=True)
    return text


def attribute_types(frame: pl.DataFrame) -> dict[str, str]:
    """Name and type of the columns that become attributes, which neither format has words for."""
    return {name: _TYPES[type(dtype)] for name, dtype in frame.schema.items() if name not in _OWN}


def write_elements(file: BinaryIO, frame: pl.DataFrame, *parts: pl.Expr) -> None:
    """Write one element per row, a line each, made of `parts` one behind the other."""
    line = pl.concat_str(*parts, pl.lit("\n")).str.join("")
    for batch in frame.iter_slices(_BATCH):
        file.write(batch.select(line).item().encode())
