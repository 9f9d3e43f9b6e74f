"""The store: the only code that writes files, and the door for readers."""

from flows.store.connection import Limits, connect
from flows.store.layout import Warehouse

__all__ = ["Limits", "Warehouse", "connect"]
