import os

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.names import escape, escaped


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"plain name.txt", "plain name.txt"),
        ("Überlingen.txt".encode(), "Überlingen.txt"),
        (b"two\nlines", r"two\x0alines"),
        (b"latin-1 \xe9t\xe9", r"latin-1 \xe9t\xe9"),
        (rb"\xe9", r"\\xe9"),
        ("next\u0085line".encode(), r"next\xc2\x85line"),
    ],
)
def test_names_are_shown_in_plain_text(name: bytes, shown: str) -> None:
    assert escape(os.fsdecode(name)) == shown


@given(st.binary().filter(lambda name: b"\0" not in name))
def test_no_two_names_become_one(name: bytes) -> None:
    shown = escape(os.fsdecode(name))
    assert shown.isprintable() or not any(c in shown for c in "\n\r\0\x85\u2028\u2029")
    bytes_again = shown.encode().decode("latin-1")
    parts = bytes_again.split("\\\\")
    back = b"\\".join(
        b"".join(
            piece.encode("latin-1")
            if n == 0
            else bytes([int(piece[1:3], 16)]) + piece[3:].encode("latin-1")
            for n, piece in enumerate(part.split("\\"))
        )
        for part in parts
    )
    assert back == name


@given(st.text())
def test_columns_are_escaped_like_names(name: str) -> None:
    assert pl.select(escaped(pl.lit(name))).item() == escape(name)
