"""ZIP: a folder of files in one file."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Final, cast

from flows.ingest.batch import BadInputError, Batch, Budget, Member, SourceFile, rejection, too_deep
from flows.ingest.names import escape
from flows.ingest.options import ReadOptions

#: Unpacking this much harms nobody, however well it was packed.
_FREE: Final = 64_000_000
#: The directory of an archive is read into memory at once; this is enough for a million files.
_MAX_DIRECTORY: Final = 128_000_000
#: Members that are read back and forth; beyond this size they wait on the disk meanwhile.
_RANDOM_ACCESS: Final = frozenset({".zip", ".parquet"})
_IN_MEMORY: Final = 16_000_000
_BLOCK: Final = 1 << 20
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    UnicodeError,
)
_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1


def read_zip(file: SourceFile, options: ReadOptions) -> Iterator[Batch | SourceFile]:
    """Each file in the archive, in its order; nothing is written to where a name says.

    Hidden ones only count as skipped. Rejected are `unsafe_name` (leads out of the archive),
    `duplicate_name`, `encrypted`, `special_file` and `too_compressed`. Raises BadInputError
    `malformed_file`, `too_compressed` and `too_many_members`, the latter two after the files
    before.
    """
    if file.size == 0:
        raise BadInputError("empty", "The file has no content.")
    if file.depth >= options.max_depth:
        raise too_deep(file, options.max_depth)
    with file.open() as raw:
        try:
            archive = zipfile.ZipFile(cast("BinaryIO", _Guarded(raw)))
        except _BROKEN as error:
            raise _malformed(error) from error
        yield from _members(archive, file, options)


def _members(
    archive: zipfile.ZipFile, file: SourceFile, options: ReadOptions
) -> Iterator[Batch | SourceFile]:
    budget = (file.member.budget if file.member else None) or _budget(file, options)
    seen: set[str] = set()
    for n, info in enumerate(info for info in archive.infolist() if not info.is_dir()):
        if n == options.max_members:
            raise BadInputError(
                "too_many_members",
                f"The archive has more than {options.max_members:,} files; the others were not "
                "read. Split it or raise max_members.",
            )
        parts = [part for part in re.split(r"[/\\]+", _name(info)) if part != "."]
        if any(part.startswith(".") and part != ".." for part in parts) or parts[0] == "__MACOSX":
            yield Batch(n_skipped=1)
            continue
        path = "/".join(map(escape, filter(None, parts)))
        content = Member(parts[-1], partial(_open, archive, info), budget=budget)
        member = file.inside(path, content, info.file_size)
        try:
            _check(info, parts, path in seen)
            _check_ratio(info, file, options)
        except BadInputError as problem:
            yield Batch(rejected=rejection(member.uri, problem.reason, problem.detail))
            continue
        seen.add(path)
        budget.take(info.file_size)
        yield member


def _budget(file: SourceFile, options: ReadOptions) -> Budget:
    """What the files in an archive may unpack to in all, archives in it included."""
    limit = min(max(_FREE, options.max_unpack_ratio * file.size), options.max_file_bytes)
    return Budget(
        limit,
        f"The archive and those in it unpack to more than {limit:,} bytes; the rest was not "
        "read. Unpack it, or raise max_unpack_ratio or max_file_bytes.",
    )


def _check(info: zipfile.ZipInfo, parts: list[str], known: bool) -> None:
    if ".." in parts or not parts[0] or not parts[-1] or re.match(r"[A-Za-z]:$", parts[0]):
        raise BadInputError("unsafe_name", "Its name leads out of the archive.")
    if known:
        raise BadInputError("duplicate_name", "An earlier file of the archive has the same name.")
    if info.flag_bits & _ENCRYPTED:
        raise BadInputError("encrypted", "It opens with a password only.")
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise BadInputError("special_file", "It is a link or device, not a file of texts.")


def _check_ratio(info: zipfile.ZipInfo, file: SourceFile, options: ReadOptions) -> None:
    # No more than the stated size is ever unpacked, so what is stated can be believed.
    packed = max(min(info.compress_size, file.size), 1)
    if info.file_size > max(_FREE, options.max_unpack_ratio * packed):
        raise BadInputError(
            "too_compressed",
            f"It unpacks to {info.file_size:,} bytes, more than {options.max_unpack_ratio} times "
            "what it has packed. If that is right, raise max_unpack_ratio.",
        )


def _name(info: zipfile.ZipInfo) -> str:
    """The name as a file system has it; names that are not marked as UTF-8 mostly still are."""
    name = info.orig_filename if info.flag_bits & _UTF8_NAME else _from_bytes(info.orig_filename)
    return name.replace("\0", "\\x00")


def _from_bytes(name: str) -> str:
    try:
        return name.encode("cp437").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    try:
        stream = io.BufferedReader(_Unpacked(archive.open(info)), _BLOCK)
    except _BROKEN as error:
        raise _malformed(error) from error
    if PurePosixPath(info.filename).suffix.lower() not in _RANDOM_ACCESS:
        return stream
    spooled = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the reader closes it
    while block := stream.read(_BLOCK):
        spooled.write(block)
    spooled.seek(0)
    return cast("BinaryIO", spooled)


def _malformed(error: Exception) -> BadInputError:
    what = str(error).strip() or type(error).__name__
    return BadInputError("malformed_file", f"It is no ZIP archive that can be read ({what}).")


class _Unpacked(io.RawIOBase):
    """A member's bytes; damage is bad input."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        try:
            data = self._source.read(len(buffer))
        except _BROKEN as error:
            raise BadInputError(
                "malformed_file", f"It is damaged or cut short in the archive ({error})."
            ) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


class _Guarded:
    """A seekable file that refuses to be read into memory beyond reason."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.seek, self.tell, self.seekable = source.seek, source.tell, lambda: True

    def read(self, size: int = -1) -> bytes:
        if size > _MAX_DIRECTORY:
            raise BadInputError(
                "too_large", f"The directory of the archive has {size:,} bytes; it was not read."
            )
        return self._source.read(size)
