"""File names as text: readable, unique and free of control characters."""

import os
import re

import polars as pl

#: Characters that end a line or a string somewhere, and the escape itself.
_SPECIAL = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029])) + "\\"
_UNSAFE = re.compile(f"[{re.escape(_SPECIAL)}\ud800-\udfff]")


def _escape(character: str) -> str:
    if character == "\\":
        return "\\\\"
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))


_ESCAPES = {character: _escape(character) for character in _SPECIAL}


def escape(name: str) -> str:
    r"""Write what is not plain text as `\xNN` per byte, and a backslash as two.

    Takes a name as `os` gives it (bytes that are not UTF-8 as lone surrogates). Different names
    stay different.
    """
    return _UNSAFE.sub(lambda match: _escape(match[0]), name)


def escaped(column: pl.Expr) -> pl.Expr:
    """`escape` for a column of strings."""
    return column.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
