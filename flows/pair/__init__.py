"""Mentions to co-occurrence evidence: pairs, and the sides they are on."""

from flows.pair.evidence import pair
from flows.pair.stance import stances

__all__ = ["pair", "stances"]
