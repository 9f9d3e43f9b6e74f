"""The roots of a warehouse: where each lies, and what its records hold."""

from collections.abc import Mapping
from typing import Any

from flows.errors import UsageError
from flows.ingest import Root, resolve


class Sources:
    """What is known of roots, by name: location, fields, and how they were read last (reading)."""

    def __init__(
        self, known: Mapping[str, dict[str, Any]], fields: Mapping[str, str] | None
    ) -> None:
        """`fields`: what the records of the sources hold that are named from now on."""
        self.known = dict(known)
        self._fields = fields

    def named(self) -> list[str]:
        """Every root as somebody would type it, by name."""
        return [f"{name}={state['location']}" for name, state in sorted(self.known.items())]

    def resolve(self, source: str) -> Root:
        """The root that a source is, remembered from now on.

        Raises:
            UsageError: It cannot be found, or does not fit the roots that are known.
        """
        root = resolve(source, {name: state["location"] for name, state in self.known.items()})
        state = self.known.get(root.name, {})
        fields = self._fields or state.get("fields", {})
        self.known[root.name] = state | {"location": root.location, "fields": fields}
        return root

    def resolve_again(self, name: str, why: str) -> Root:
        """A known root that must be read, though nobody may have named it: the fields that the run
        was given are not meant for it.

        Raises:
            UsageError: It is not where it was.
        """
        state = self.known[name]
        try:
            root = self.resolve(f"{name}={state['location']}")
        except UsageError as error:
            message = (
                f"texts of the root {name} must be read again: {why}. {error} Name it where it "
                f"lies now ({name}=PATH), or drop it: alongside forget {name}"
            )
            raise UsageError(message) from error
        self.known[name]["fields"] = state["fields"]
        return root

    def drop(self, name: str) -> None:
        """Forget a root.

        Raises:
            UsageError: There is none of this name.
        """
        if name not in self.known:
            names = ", ".join(sorted(self.known)) or "none"
            raise UsageError(f"the warehouse knows no root {name!r}; it knows: {names}")
        del self.known[name]
