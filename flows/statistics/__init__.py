"""Statistics that SQL has no words for: pure functions of columns."""

from flows.statistics.hypergeometric import upper_tail
from flows.statistics.shifts import shift_significance
from flows.statistics.significance import significance

__all__ = ["shift_significance", "significance", "upper_tail"]
