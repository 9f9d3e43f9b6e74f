"""SOURCE on the command line -> a root of the warehouse."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from flows.address import is_address
from flows.errors import UsageError
from flows.ingest.listing import list_files
from flows.ingest.names import escape
from flows.ingest.objects.roots import may_share, objects_root, something_is_at
from flows.ingest.patterns import Pattern, is_pattern
from flows.ingest.root import Root


def resolve(source: str, known: Mapping[str, str]) -> Root:
    """The root that a SOURCE means: a file, a folder, a glob or an address, or `NAME=` and one of
    these.

    A path that exists is taken literally; only then `NAME=` and wildcards count. `known` maps the
    names of the warehouse's roots to their locations. The same location gives the same root, and
    a known name whose location is gone is taken as moved. Raises UsageError where there is
    nothing to read, where the name belongs to another location, or where the location lies in or
    around another root; AlongsideError where a store cannot be reached.
    """
    if not source or "\0" in source:
        raise UsageError("An empty SOURCE means nothing; type a file, a folder or a glob.")
    name, path = _split(source)
    root = objects_root(name, path) if is_address(path) else _local_root(name, path)
    for other in (Root(*item) for item in known.items()):
        if _real(other.location) == _real(root.location):
            if name is not None and name != other.name:
                raise UsageError(
                    f"{_shown(path)} is already the root {other.name}. Leave the name away, or "
                    f"first type: alongside forget {other.name}"
                )
            return other
        if _may_clash(root, other) and _exists(other.location):
            _require_apart(root, other)
    return root


def _local_root(name: str | None, path: str) -> Root:
    location = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links.
    root = Root(name or _default_name(location), location)
    _require_something(path, location)
    return root


def _split(source: str) -> tuple[str | None, str]:
    """Name, if one is given, and path."""
    name, equals, path = source.partition("=")
    if os.path.lexists(source) or not equals or not name.strip() or not path or _no_name(name):
        return None, source
    return name.strip(), path


def _no_name(name: str) -> bool:
    return "/" in name or os.sep in name or name != escape(name)


def _default_name(location: str) -> str:
    folder = location if os.path.lexists(location) or not is_pattern(location) else None
    name = escape(Path(folder or Pattern.of(location).base).name)
    if not name:
        raise UsageError(f"{_shown(location)} needs a name: type NAME={_shown(location)}")
    return name


def _require_something(path: str, location: str) -> None:
    """Raise UsageError where a location holds nothing to list."""
    if os.path.lexists(location):
        if not Path(location).exists():
            raise UsageError(f"{_shown(path)} is a link that leads nowhere.")
        if not os.access(location, os.R_OK | (os.X_OK if Path(location).is_dir() else 0)):
            raise UsageError(f"No permission to read {_shown(path)}.")
    elif not is_pattern(location):
        raise UsageError(f"There is no file or folder {_shown(path)}.")
    else:
        listing = list_files(Root("", location))
        if not listing.files and listing.rejected.is_empty():
            raise UsageError(f"No file matches {_shown(path)}.")


def _real(location: str) -> str:
    return location if is_address(location) else os.path.realpath(location)


def _may_clash(root: Root, other: Root) -> bool:
    """Whether it is worth asking what is at the other root; a store answers slowly, if at all."""
    if root.name == other.name:
        return True
    if is_address(root.location) and is_address(other.location):
        return may_share(root.location, other.location)
    return is_address(root.location) == is_address(other.location)


def _exists(location: str) -> bool:
    if is_address(location):
        return something_is_at(location)
    if not os.path.lexists(location) and is_pattern(location):
        return Path(Pattern.of(location).base).is_dir()
    return Path(location).exists()


def _require_apart(root: Root, other: Root) -> None:
    """Raise UsageError where two roots share a name or files."""
    if root.name == other.name:
        raise UsageError(
            f"The name {root.name} belongs to {_shown(other.location)}. Give this one a name of "
            f"its own, such as: {root.name}-2={_shown(root.location)}"
        )
    if _overlap(root, other):
        raise UsageError(
            f"{_shown(root.location)} and the root {other.name} ({_shown(other.location)}) share "
            f"files, and each file belongs to one root. To refresh that root type: alongside run "
            f"{_shown(other.location)}. To replace it, first type: alongside forget {other.name}"
        )


def _overlap(root: Root, other: Root) -> bool:
    """Whether a file of one lies in the other."""
    if is_address(root.location) or is_address(other.location):
        # Not of each kind one: these have the same name, or nothing to share.
        return not _listed(root).isdisjoint(_listed(other))
    if any(not os.path.lexists(r.location) for r in (root, other)):
        ours, theirs = (_listed(r) for r in (root, other))
        return not ours.isdisjoint(theirs)
    here, there = (Path(os.path.realpath(r.location)) for r in (root, other))
    return here.is_relative_to(there) or there.is_relative_to(here)


def _listed(root: Root) -> set[str]:
    listing = list_files(root)
    if listing.objects:
        return {each.key for each in listing.objects}
    return {os.path.realpath(file.location) for file in listing.files}


def _shown(path: str) -> str:
    """A path as it can be typed in a shell, or without its control characters."""
    return shlex.quote(path) if path == escape(path) else escape(path)
