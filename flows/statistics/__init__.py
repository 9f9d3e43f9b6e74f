"""Statistics that SQL has no words for: pure functions of columns."""

from flows.statistics.hypergeometric import upper_tail
from flows.statistics.significance import significance

__all__ = ["significance", "upper_tail"]
