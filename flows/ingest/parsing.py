"""What a parser process makes of a file, and what must be installed for that."""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Final

from flows.ingest.batch import BadInputError
from flows.ingest.options import ReadOptions
from flows.parsers.wire import Message, Unparsable
from flows.parsers.worker import Limits, parse

#: Parser -> the package it needs and the extra of this project that brings it.
_NEEDS: Final = {
    "html": ("trafilatura", "html"),
    "pdf": ("pypdfium2", "pdf"),
    "web_archive": ("fastwarc", "warc"),
}


def parsed(kind: str, data: bytes, options: ReadOptions, **facts: str | int | None) -> Message:
    """The answer of a parser.

    Raises BadInputError `missing_extra`, or with what the parser says (see `worker.parse`).
    """
    if kind in _NEEDS:
        package, extra = _NEEDS[kind]
        if find_spec(package) is None:
            raise BadInputError(
                "missing_extra",
                f"The package {package} is not installed, which reads such files; install "
                f"alongside with the extra {extra} (uv sync --extra {extra}) and run again.",
            )
    try:
        limits = Limits(options.parse_seconds, options.parser_memory)
        return parse(kind, data, limits, **facts)
    except Unparsable as problem:
        raise BadInputError(problem.reason, problem.detail) from problem


def parser_versions() -> str:
    """Which parsers are there: another one may read a file otherwise than last time."""
    return " ".join(f"{package} {_version(package)}" for package, _ in _NEEDS.values())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
