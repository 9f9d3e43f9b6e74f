"""A file as a stream of unpacked bytes, in blocks, never more of them than allowed."""

import zlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final, Protocol

import pyarrow as pa

from flows.ingest.batch import BadInputError, SourceFile

_BLOCK: Final = 1 << 20
#: Arrow loses what it unpacked in the call that fails, so calls are kept small.
_ZSTD_BLOCK: Final = 1 << 16

#: What files of other formats begin with.
_MAGIC: Final[dict[bytes, str]] = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document; let its name end in .pdf",
    b"PK\x03\x04": "a ZIP archive (then let its name end in .zip), or a Word, Excel or EPUB file",
    b"\x1f\x8b": "gzip; let its name end in .gz",
    b"\x28\xb5\x2f\xfd": "Zstandard; let its name end in .zst",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7-Zip",
    b"\x7fELF": "a program",
    b"PAR1": "Parquet; let its name end in .parquet",
    b"\xd0\xcf\x11\xe0": "an old Microsoft Office document",
    b"SQLite format 3": "an SQLite database",
    b"{\\rtf": "a Rich Text document",
}


class _Opener(Protocol):
    def __call__(self, file: SourceFile) -> Iterator[bytes]: ...


def blocks(file: SourceFile, max_bytes: int, *, binary: bool = False) -> Iterator[bytes]:
    """Unpacked bytes of a file by the compression its name states, about 1 MB at a time.

    Raises BadInputError after the last good block: `binary` where another format's signature
    stands at the beginning (of a format that is not `binary` itself), `malformed_file` where
    compressed data are damaged or cut short, `too_large` where more than `max_bytes` come out.
    Raises OSError as the file system does.
    """
    total = 0
    for block in _OPENERS.get(PurePath(file.format_name).suffix.lower(), _plain)(file):
        if total == 0 and not binary:
            refuse_other_formats(block)
        total += len(block)
        if total > max_bytes:
            yield block[: len(block) - (total - max_bytes)]
            raise BadInputError(
                "too_large",
                f"The file unpacks to more than {max_bytes:,} bytes; the rest was not read. "
                "Split the file or raise max_file_bytes.",
            )
        yield block


def whole(file: SourceFile, max_bytes: int, *, binary: bool = False) -> bytes:
    """All bytes of a file that is not read piece by piece.

    Raises BadInputError as `blocks` does, `too_large` beyond `max_bytes`, and `empty`.
    """
    content = bytearray()
    for block in blocks(file, max_bytes + 1, binary=binary):
        content += block
        if len(content) > max_bytes:
            raise BadInputError(
                "too_large",
                f"It has more than {max_bytes:,} bytes, and its format is read as a whole; raise "
                "max_parsed_bytes to have it read.",
            )
    if not content:
        raise BadInputError("empty", "The file has no content.")
    return bytes(content)


def refuse_other_formats(head: bytes) -> None:
    """Raise BadInputError `binary` where the bytes begin like a known binary format."""
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise BadInputError("binary", f"The file's content is {what}, whatever its name says.")


def _plain(file: SourceFile) -> Iterator[bytes]:
    with file.open() as source:
        while block := source.read(_BLOCK):
            yield block


def _gzip(file: SourceFile) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    started = False
    try:
        for packed in _plain(file):
            data = packed
            while data:
                if unpacker.eof:
                    # Members may follow each other; zero bytes after the last are padding.
                    data = data.lstrip(b"\0")
                    if not data:
                        break
                    unpacker = zlib.decompressobj(wbits=31)
                block = unpacker.decompress(data, _BLOCK)
                started = True
                if block:
                    yield block
                data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    except zlib.error as error:
        raise _damaged("gzip", str(error)) from error
    if started and not unpacker.eof:
        raise _damaged("gzip", "it ends before its data do")


def _zstd(file: SourceFile) -> Iterator[bytes]:
    with file.open() as raw:
        if not raw.read(1):
            return
        raw.seek(0)
        source = pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")
        try:
            while block := source.read(_ZSTD_BLOCK):
                yield block
        except (OSError, pa.ArrowException) as error:
            raise _damaged("Zstandard", str(error)) from error


def _damaged(kind: str, why: str) -> BadInputError:
    return BadInputError(
        "malformed_file",
        f"The {kind} data are damaged or cut short ({why}); what follows could not be read. "
        "Fetch the file again.",
    )


_OPENERS: Final[dict[str, _Opener]] = {".gz": _gzip, ".zst": _zstd}
#: Endings that only say how a file is packed.
COMPRESSIONS: Final = frozenset(_OPENERS)
