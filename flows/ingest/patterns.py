"""Glob patterns over paths inside a folder, with `**` for any depth."""

import fnmatch
import re
from pathlib import PurePath
from typing import NamedTuple

_WILD = re.compile(r"[*?\[]")


class Pattern(NamedTuple):
    """A folder without wildcards and the parts of a path below it that may have some."""

    base: PurePath
    parts: tuple[str, ...]

    @classmethod
    def of(cls, location: str) -> "Pattern":
        """Split an absolute glob at its first part with a wildcard."""
        parts = PurePath(location).parts
        wild = next(n for n, part in enumerate(parts) if _WILD.search(part))
        return cls(PurePath(*parts[:wild]), parts[wild:])

    def covers(self, inside: tuple[str, ...]) -> bool:
        """Whether the pattern names this path below the base, or a folder above it."""
        return any(_match(self.parts, inside[:n]) for n in range(1, len(inside) + 1))

    def may_cover_below(self, inside: tuple[str, ...]) -> bool:
        """Whether the pattern can name anything in this folder below the base."""
        if self.covers(inside) or "**" in self.parts[: len(inside)]:
            return True
        return len(inside) < len(self.parts) and _match(self.parts[: len(inside)], inside)


def is_pattern(source: str) -> bool:
    """Whether a path holds a wildcard."""
    return _WILD.search(source) is not None


def _match(parts: tuple[str, ...], inside: tuple[str, ...]) -> bool:
    if not parts:
        return not inside
    if parts[0] == "**":
        return _match(parts[1:], inside) or (bool(inside) and _match(parts, inside[1:]))
    return (
        bool(inside) and fnmatch.fnmatchcase(inside[0], parts[0]) and _match(parts[1:], inside[1:])
    )
