"""Mentions to co-occurrence evidence."""

from flows.pair.evidence import pair

__all__ = ["pair"]
