"""Numbers in texts with their bounds, what they count, and what became of it."""

from flows.extract.quantities.finding import find_quantities

__all__ = ["find_quantities"]
