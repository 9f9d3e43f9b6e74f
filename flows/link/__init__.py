"""Mentions to entities: the lexicon's ids, and ids made of kind and name for all else."""

from flows.link.linking import is_person, link

__all__ = ["is_person", "link"]
