"""The network of entities in the formats of other programs."""

from flows.exchange.gexf import write_gexf
from flows.exchange.graphml import write_graphml
from flows.exchange.lines import write_lines
from flows.exchange.selection import Network, Selection, read_network
from flows.exchange.tables import edge_table, node_table

__all__ = [
    "Network",
    "Selection",
    "edge_table",
    "node_table",
    "read_network",
    "write_gexf",
    "write_graphml",
    "write_lines",
]
