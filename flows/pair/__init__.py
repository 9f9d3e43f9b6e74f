"""Mentions to co-occurrence evidence: pairs, and the sides they are on."""

from flows.pair.evidence import pair
from flows.pair.stance import STANCE_SCHEMA, stances

__all__ = ["STANCE_SCHEMA", "pair", "stances"]
