"""A stream of a web archive cut into its records (ISO 28500), whatever is wrong with some of them.

A parser of the whole stream loses all that follows a wrong length; here each record must end where
the next one begins, and where one does not, reading goes on at the next beginning.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.ingest.batch import BadInputError
from flows.ingest.options import ReadOptions

_MAX_HEAD: Final = 64_000
_BEGINNING: Final = re.compile(rb"WARC/\d\.\d+\r?\n")
_NEXT: Final = re.compile(rb"\n(?=WARC/\d\.\d+\r?\n)")
#: More than a beginning takes, so that none is missed between two blocks.
_OVERLAP: Final = 32
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_LINE: Final = re.compile(rb"^([!-9;-~]+):[ \t]*(.*?)[ \t]*\r?$", re.M)
_PLAIN: Final = str.maketrans("", "", "<>")


class Frame(NamedTuple):
    """One record: its headers by name in lower case, and all of its bytes, headers included."""

    headers: dict[str, str]
    data: bytes

    @property
    def record(self) -> str | None:
        """The record's id without its brackets."""
        return _id(self.headers)


class Broken(NamedTuple):
    """What is no record, or one that cannot be read."""

    record: str | None
    reason: str
    detail: str


def frames(stream: Iterator[bytes], options: ReadOptions) -> Iterator[Frame | Broken]:
    """Records in their order.

    Raises BadInputError as the stream does, after what was read before.
    """
    ahead = _Ahead(stream)
    while ahead.begin():
        data = ahead.data
        head = _BLANK.search(data, 0, _MAX_HEAD) if _BEGINNING.match(data) else None
        if head is None:
            yield Broken(None, "malformed_record", "It does not begin like a record.")
            ahead.go_to_next(0)
            continue
        headers = _headers(bytes(data[: head.end()]))
        stated = headers.get("content-length", "")
        length = int(stated) if re.fullmatch(r"[0-9]{1,15}", stated) else None
        broken = _unfit(headers, length, options)
        if broken is None and length is not None:
            end = head.end() + length
            ahead.fill(end + _OVERLAP)
            if ahead.failure is not None and len(data) < end:
                raise ahead.failure
            if _fits(data, end):
                yield Frame(headers, bytes(data[:end]))
                del data[:end]
                continue
            broken = _wrong_length(headers, stated)
        if broken is not None:
            yield broken
        ahead.go_to_next(head.end() - 1)
    if ahead.failure is not None:
        raise ahead.failure


class _Ahead:
    """What was read of the stream and not used yet."""

    def __init__(self, stream: Iterator[bytes]) -> None:
        self.data = bytearray()
        self.failure: BadInputError | None = None
        self._stream = stream
        self._ended = False

    def fill(self, size: int) -> None:
        """Read on until there are `size` bytes or no more."""
        while len(self.data) < size and not self._ended:
            try:
                block = next(self._stream, None)
            except BadInputError as error:
                block, self.failure = None, error
            if block is None:
                self._ended = True
            else:
                self.data += block

    def begin(self) -> bool:
        """Skip the blank lines between records; whether anything follows."""
        while True:
            self.fill(_MAX_HEAD)
            blank = len(self.data) - len(self.data.lstrip(b"\r\n"))
            del self.data[:blank]
            if not blank or not self.data:
                return bool(self.data)

    def go_to_next(self, start: int) -> None:
        """Drop everything up to where the next record begins."""
        while True:
            found = _NEXT.search(self.data, start)
            if found is not None:
                del self.data[: found.end()]
                return
            if self._ended:
                self.data.clear()
                return
            del self.data[: max(len(self.data) - _OVERLAP, 0)]
            start = 0
            self.fill(len(self.data) + 1)


def _headers(head: bytes) -> dict[str, str]:
    pairs = ((name.decode().lower(), value) for name, value in _LINE.findall(head))
    return {name: value.decode("utf-8", "replace") for name, value in pairs}


def _unfit(headers: dict[str, str], length: int | None, options: ReadOptions) -> Broken | None:
    if length is None:
        return Broken(_id(headers), "malformed_record", "Its headers do not say how long it is.")
    if length > options.max_parsed_bytes:
        return Broken(
            _id(headers),
            "too_large",
            f"The record says that it has {length:,} bytes; it was not read. The limit is "
            f"max_parsed_bytes, {options.max_parsed_bytes:,}.",
        )
    return None


def _fits(data: bytearray, end: int) -> bool:
    """Whether a record ends at `end`: with the file, or with blank lines and another record."""
    after = bytes(data[end : end + _OVERLAP]).lstrip(b"\r\n")
    return len(data) >= end and (not after or after.startswith(b"WARC/"))


def _wrong_length(headers: dict[str, str], stated: str) -> Broken:
    return Broken(
        _id(headers),
        "malformed_record",
        f"The record says that it has {int(stated):,} bytes, but it does not end there: its "
        "length is wrong, or the file was cut.",
    )


def _id(headers: dict[str, str]) -> str | None:
    return headers.get("warc-record-id", "").translate(_PLAIN).strip() or None
