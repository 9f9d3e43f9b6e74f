"""Statistics that SQL has no words for: pure functions of columns."""

from flows.statistics.hypergeometric import upper_tail

__all__ = ["upper_tail"]
