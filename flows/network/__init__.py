"""The network of entities: who belongs together, and who stands in the middle."""

from flows.network.centrality import centrality

__all__ = ["centrality"]
