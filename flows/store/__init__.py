"""The store: the only code that writes files, and the door for readers."""

from typing import TYPE_CHECKING

from flows.store.layout import Warehouse

if TYPE_CHECKING:
    from flows.store.connection import Limits, connect

__all__ = ["Limits", "Warehouse", "connect"]


def __getattr__(name: str) -> object:
    """The door, with DuckDB behind it, is there for whoever asks: not all that reads does."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from flows.store import connection  # noqa: PLC0415 - as the docstring says

    return getattr(connection, name)
