"""Bytes to text: byte-order mark, then strict UTF-8, then what is declared, then detection."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final

import charset_normalizer
import polars as pl

from flows.ingest.batch import BadInputError

#: Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Detection looks at this many bytes; more changes nothing but the time it takes.
_SAMPLE: Final = 200_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
#: Text has next to no control characters; decoded machine data have about one in ten.
_MAX_CONTROL_SHARE: Final = 0.05

#: Labels that mean more than they say: https://encoding.spec.whatwg.org/#names-and-labels.
_AS_BROWSERS_DO: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
#: Encodings in ASCII bytes, which pass for UTF-8.
_SEVEN_BIT: Final = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz"})

UNDECODABLE: Final = (
    "The bytes are no UTF-8, have no byte-order mark and fit no encoding that could be detected. "
    "Convert to UTF-8."
)


def marked_encoding(head: bytes) -> tuple[str | None, int]:
    """Encoding that a byte-order mark states, and the length of the mark."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None, 0


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text without byte-order mark and the encoding it came from, `?` appended if detected.

    `declared` is a label that a mail or page gives itself. It counts where the bytes are no UTF-8
    (text in another encoding next to never looks like UTF-8 by accident, and labels are often
    wrong) and fit it. Raises BadInputError `binary` or `undecodable`.
    """
    marked, skip = marked_encoding(data)
    if marked:
        try:
            text = data[skip:].decode(marked.removesuffix("-sig"))
        except UnicodeDecodeError as error:
            raise _broken(marked, error.start + skip) from error
        return _checked(text), marked
    label = _known(declared)
    if label in _SEVEN_BIT and (text := _decoded(data, label)) is not None:
        return _checked(text), label
    if b"\0" in data:
        raise BadInputError(
            "binary",
            f"A NUL byte at offset {data.index(0):,}: no text (or UTF-16 without a byte-order "
            "mark; then convert to UTF-8).",
        )
    try:
        return _checked(data.decode()), "utf-8"
    except UnicodeDecodeError:
        if label and (text := _decoded(data, label)) is not None:
            return _checked(text), label
        text, encoding = detect(data)
        return _checked(text), f"{encoding}?"


def _known(label: str | None) -> str | None:
    """The codec that a label means, as browsers read it; None for an unknown one."""
    try:
        name = codecs.lookup((label or "").strip()).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return _AS_BROWSERS_DO.get(name, name)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def detect(data: bytes) -> tuple[str, str]:
    """Text and guessed encoding of bytes that are no UTF-8; raises BadInputError `undecodable`.

    Windows-1252, of which Latin-1 is a part, goes first where the detection finds it as plausible
    as its best guess: for a few accented letters many encodings look alike.
    """
    guesses = charset_normalizer.from_bytes(data[:_SAMPLE])
    best = guesses.best()
    if best is None:
        raise BadInputError("undecodable", UNDECODABLE)
    latin = next((g for g in guesses if g.encoding in {"cp1252", "latin_1"}), None)
    names = ["cp1252"] if latin is not None and latin.chaos <= best.chaos else []
    for name in [*names, best.encoding, *(g.encoding for g in guesses)]:
        try:
            return data.decode(name), codecs.lookup(name).name
        except UnicodeDecodeError:
            continue
    raise BadInputError("undecodable", UNDECODABLE)


def utf8_or_null(column: pl.Series) -> pl.Series:
    """Strings from bytes that are UTF-8, null for all others."""
    try:
        return column.cast(pl.String)
    except pl.exceptions.ComputeError:
        # Polars has no cast that gives up row by row; only the odd chunk comes here.
        return pl.Series(column.name, map(_utf8_or_none, column), dtype=pl.String)


def _utf8_or_none(data: bytes | None) -> str | None:
    try:
        return data.decode() if data is not None else None
    except UnicodeDecodeError:
        return None


def transcoded(blocks: Iterable[bytes]) -> tuple[str | None, Iterator[bytes]]:
    """A stream without its byte-order mark, as UTF-8 where the mark says UTF-16 or UTF-32.

    First comes the encoding that the mark states, or None without a mark. The stream raises
    BadInputError `undecodable` where the bytes break the stated encoding.
    """
    stream = iter(blocks)
    head = next(stream, b"")
    marked, skip = marked_encoding(head)
    if marked is None or marked == "utf-8-sig":
        return marked, _chained(head[skip:], stream)
    return marked, _as_utf8(_chained(head[skip:], stream), marked)


def _chained(head: bytes, stream: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from stream


def _as_utf8(stream: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    try:
        for block in stream:
            yield decoder.decode(block).encode()
            done += len(block)
        yield decoder.decode(b"", final=True).encode()
    except UnicodeDecodeError as error:
        raise _broken(encoding, done + error.start) from error


def _broken(encoding: str, offset: int) -> BadInputError:
    return BadInputError(
        "undecodable",
        f"The byte-order mark says {encoding}, but the bytes at about offset {offset:,} are not.",
    )


def _checked(text: str) -> str:
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if "\0" in text or controls > _MAX_CONTROL_SHARE * min(len(text), _SAMPLE):
        raise BadInputError("binary", "Too many control characters for a text.")
    return text
