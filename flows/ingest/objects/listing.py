"""What lies under a root on object storage."""

from typing import Final, NamedTuple

import polars as pl

from flows.address import Address, parse_address
from flows.ingest.batch import QUARANTINE, rejection
from flows.ingest.names import escape
from flows.ingest.objects.stores import Stamp, Store, StoredObject
from flows.ingest.patterns import Pattern, is_pattern
from flows.ingest.root import Listing, Root, why_unreadable

#: Parts of a key below the root.
Inside = tuple[str, ...]

_UNSAFE: Final = "Its key has an empty part, `.` or `..`, and cannot be asked for. Rename it."
_INSIDE_ANOTHER: Final = (
    "Its key goes on from that of another object, as if that were a folder. Rename one of them."
)


class Place(NamedTuple):
    """Where to look: `base` is the key of an object or folder, `pattern` narrows it down."""

    store: Store
    base: Address
    pattern: Pattern | None = None

    @property
    def name(self) -> str:
        """What a root there is called if nobody says otherwise."""
        return escape((self.base.bucket, *self.base.parts)[-1])


def find_place(location: str) -> Place | None:
    """Where an address leads, or None where there is nothing; a key that exists is no pattern.

    Raises:
        UsageError: It may not be looked at.
        AlongsideError: The store cannot be reached, which never means that nothing is there.
    """
    address = parse_address(location)
    store = Store(address)
    if store.kind(address.key):
        return Place(store, address)
    if not is_pattern(address.key):
        return None
    pattern = Pattern.of(f"/{address.key}")
    base = address._replace(key="/".join(pattern.base.parts[1:]))
    return Place(store, base, pattern) if store.kind(base.key) else None


def list_objects(root: Root) -> Listing:
    """List what a root holds, in the manner of `list_files`; nothing there lists nothing.

    Rejected are, besides what files are rejected for, keys that lead elsewhere or nowhere when
    they are taken for paths (`unsafe_name`), and those that go on from another object's key as if
    that were a folder (`inside_another`). An empty object of that kind is a folder's mark.

    Raises:
        UsageError: It may not be listed.
        AlongsideError: The store cannot be reached.
    """
    place = find_place(root.location)
    if place is None:
        return Listing([], QUARANTINE.to_frame(), 0)
    walk = _Walk(root.name, place)
    walk.start()
    rejected = pl.concat([QUARANTINE.to_frame(), *walk.rejected]).sort(QUARANTINE.names())
    found = tuple(sorted(walk.objects, key=lambda each: each.path))
    return Listing([], rejected, len(walk.hidden), found)


class _Walk:
    """State of one listing."""

    def __init__(self, root: str, place: Place) -> None:
        self.root = root
        self.place = place
        self.objects: list[StoredObject] = []
        self.rejected: list[pl.DataFrame] = []
        self.hidden: set[Inside] = set()
        self._below: dict[Inside, Stamp] = {}

    def start(self) -> None:
        """Take everything that is at or below the place."""
        store, base = self.place.store, self.place.base
        stamp = store.stamp(base.key) if base.key and self.place.pattern is None else None
        if stamp is not None:
            self._take(StoredObject(self.root, "", base.key, stamp, store))
            return
        skip = len(base.key) + 1 if base.key else 0
        self._below = {tuple(key[skip:].split("/")): at for key, at in store.objects(base.key)}
        folders = {inside[:n] for inside in self._below for n in range(1, len(inside))}
        for inside, at in self._below.items():
            if at.size or inside not in folders:
                key = "/".join(filter(None, (base.key, *inside)))
                self._judge(inside, StoredObject(self.root, _path(inside), key, at, store))

    def _judge(self, inside: Inside, found: StoredObject) -> None:
        """Take, skip or reject what lies below the place."""
        unsafe = not {"", ".", ".."}.isdisjoint(inside)
        n_hidden = next((n for n, part in enumerate(inside, 1) if part.startswith(".")), None)
        if n_hidden is not None and not unsafe:
            if self._wanted(inside[:n_hidden]):
                self.hidden.add(inside[:n_hidden])
        elif self._wanted(inside):
            if unsafe:
                self._reject(found, "unsafe_name", _UNSAFE)
            elif self._is_inside_another(inside):
                self._reject(found, "inside_another", _INSIDE_ANOTHER)
            else:
                self._take(found)

    def _take(self, found: StoredObject) -> None:
        why = why_unreadable(found.name)
        if why is not None:
            self._reject(found, "unsupported_format", why)
        else:
            self.objects.append(found)

    def _is_inside_another(self, inside: Inside) -> bool:
        above = (inside[:n] for n in range(1, len(inside)))
        return any(
            self._below[each].size and why_unreadable(each[-1]) is None
            for each in above
            if each in self._below
        )

    def _wanted(self, inside: Inside) -> bool:
        return self.place.pattern is None or self.place.pattern.covers(inside)

    def _reject(self, found: StoredObject, reason: str, detail: str) -> None:
        self.rejected.append(rejection(found.uri, reason, detail, stage="discover"))


def _path(inside: Inside) -> str:
    return "/".join(map(escape, inside))
