"""A stream of bytes cut into chunks of whole lines, and these decoded line by line."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.ingest.batch import BadInputError
from flows.ingest.decode import UNDECODABLE, detect, utf8_or_null

_NEWLINE: Final = 10
#: A record that is not taken, before its file is put to it.
REJECTED: Final = pl.Schema({"record_no": pl.Int64, "reason": pl.String, "detail": pl.String})


class Chunk(NamedTuple):
    """Whole lines of a file, the first of them number `first`; or one line that is too long.

    Of a line that is too long only the beginning is in `data`, and `dropped` says how many bytes
    it has in all.
    """

    first: int
    data: bytes
    dropped: int = 0


def chunks(blocks: Iterable[bytes], size: int, max_line: int) -> Iterator[Chunk]:
    """Chunks of about `size` bytes; a line longer than `max_line` bytes is cut off and reported.

    What was read before the stream raised BadInputError comes first, without the line it broke
    off in.
    """
    first, pending = 1, bytearray()
    stream, failure = iter(blocks), None
    while True:
        try:
            block = next(stream, None)
        except BadInputError as error:
            block, failure = None, error
        if block is not None:
            pending += block
            if len(pending) < size:
                continue
        end = len(pending) if block is None and failure is None else pending.rfind(b"\n") + 1
        if end:
            whole = bytes(pending[:end])
            del pending[:end]
            yield Chunk(first, whole)
            first += whole.count(b"\n")
        if failure is not None:
            raise failure
        if block is None:
            return
        if len(pending) > max_line:
            rest, dropped = _skip_line(stream, len(pending))
            yield Chunk(first, bytes(pending[:80]), dropped)
            pending, first = bytearray(rest), first + 1


def _skip_line(stream: Iterator[bytes], done: int) -> tuple[bytes, int]:
    """What follows the line that the stream stands in, and how many bytes the line had."""
    for block in stream:
        end = block.find(b"\n") + 1
        if end:
            return block[end:], done + end
        done += len(block)
    return b"", done


class LineDecoder:
    """Decodes chunks of one file line by line.

    Lines that are no UTF-8 are detected together and apart from the others, so that one foreign
    line in a large file costs nobody else; what was detected first is tried first from then on.
    """

    def __init__(self, marked: str | None) -> None:
        self._encoding = marked or "utf-8"
        self._guess: str | None = None

    def lines(self, chunk: Chunk) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Lines with their ends (record_no, line, encoding), and rejections of the undecodable."""
        lines = _split(chunk)
        text = utf8_or_null(lines["line"])
        decoded = lines.with_columns(line=text, encoding=pl.lit(self._encoding))
        if not decoded["line"].null_count():
            return decoded, REJECTED.to_frame()
        foreign, rejected = self._foreign(lines.filter(decoded["line"].is_null()))
        known = decoded.filter(pl.col("line").is_not_null())
        return pl.concat([known, foreign]).sort("record_no"), rejected

    def _foreign(self, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        numbers = lines["record_no"]
        try:
            text = self._guessed(b"".join(lines["line"])).removesuffix("\n").split("\n")
            if len(text) != len(numbers):
                raise BadInputError("undecodable", UNDECODABLE)
        except BadInputError as error:
            why = pl.lit(error.reason).alias("reason"), pl.lit(error.detail).alias("detail")
            none = lines.clear().with_columns(pl.col("line").cast(pl.String), encoding=pl.lit(""))
            return none, lines.select("record_no", *why)
        decoded = pl.DataFrame({"record_no": numbers, "line": text}).with_columns(
            line=pl.col("line") + "\n", encoding=pl.lit(f"{self._guess}?")
        )
        return decoded, REJECTED.to_frame()

    def _guessed(self, data: bytes) -> str:
        if self._guess is not None:
            try:
                return data.decode(self._guess)
            except UnicodeDecodeError:
                pass
        text, self._guess = detect(data)
        return text


def _split(chunk: Chunk) -> pl.DataFrame:
    data = np.frombuffer(chunk.data, np.uint8)
    ends = np.flatnonzero(data == _NEWLINE) + 1
    if not len(ends) or ends[-1] < len(data):
        ends = np.append(ends, len(data))
    offsets = np.concatenate([[0], ends]).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(chunk.data)]
    lines = pl.Series(
        "line", pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(ends), buffers)
    )
    numbers = pl.int_range(chunk.first, chunk.first + len(ends), dtype=pl.Int64, eager=True)
    return pl.DataFrame({"record_no": numbers, "line": lines})


def long_line(chunk: Chunk) -> pl.DataFrame:
    """The rejection (record_no, reason, detail) of a line that was dropped."""
    detail = (
        f"Line {chunk.first} has {chunk.dropped:,} bytes, more than any record within the limit "
        "of max_document_chars needs; it was not read."
    )
    return pl.DataFrame([(chunk.first, "too_long", detail)], schema=REJECTED, orient="row")
