"""SOURCE is an address -> a root of the warehouse."""

from flows.address import parse_address
from flows.errors import UsageError
from flows.ingest.names import escape
from flows.ingest.objects.listing import find_place, list_objects
from flows.ingest.patterns import Pattern, is_pattern
from flows.ingest.root import Root


def objects_root(name: str | None, source: str) -> Root:
    """The root at an address, by default called like the last part of its key, or its bucket.

    Raises:
        UsageError: There is nothing to read.
        AlongsideError: The store cannot be reached.
    """
    location = str(parse_address(source))
    place = find_place(location)
    if place is None:
        message = f"There is nothing at {escape(location)}: no such object, folder or bucket."
        raise UsageError(message)
    root = Root(name or place.name, location)
    if place.pattern is not None:
        listing = list_objects(root)
        if not listing.objects and listing.rejected.is_empty():
            raise UsageError(f"No object matches {escape(location)}.")
    return root


def something_is_at(location: str) -> bool:
    """Whether an address leads to anything; raises AlongsideError where nobody can tell."""
    return find_place(location) is not None


def may_share(one: str, other: str) -> bool:
    """Whether two addresses can have objects in common, going by how they are written."""
    here, there = parse_address(one), parse_address(other)
    a, b = _fixed(here.key), _fixed(there.key)
    n = min(len(a), len(b))
    return here.namespace == there.namespace and a[:n] == b[:n]


def _fixed(key: str) -> tuple[str, ...]:
    """The parts of a key before the first one with a wildcard."""
    parts = Pattern.of(f"/{key}").base.parts if is_pattern(key) else f"/{key}".split("/")
    return tuple(part for part in parts if part not in {"", "/"})
