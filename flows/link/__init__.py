"""Mentions to entities: the lexicon's ids, and ids made of kind and name for all else.

In one document by what it says itself (`linking`, `acronyms`, `shortening`), across documents by
spelling (`spelling`, `merging`).
"""

# Extraction links what it has read, and links are made of readings: whichever is imported first,
# the one begins with the other.
import flows.extract  # noqa: F401
