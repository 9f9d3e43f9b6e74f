"""Texts to sentences, tokens, names, dates, quantities and quotations: columns over a batch."""

from flows.extract.reading import Reading, read

__all__ = ["Reading", "read"]
