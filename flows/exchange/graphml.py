"""GraphML: http://graphml.graphdrawing.org."""

from typing import BinaryIO

import polars as pl

from flows.exchange.selection import Network
from flows.exchange.xml import HEADER, attribute_types, filled, write_elements

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write_graphml(network: Network, file: BinaryIO) -> None:
    """Write the network: the weight of an edge is n_both; what is unknown is left out."""
    nodes = network.nodes
    edges = network.edges.with_columns(weight=pl.col("n_both").cast(pl.Float64))
    node_keys = {"label": "string"} | attribute_types(nodes)
    edge_keys = attribute_types(edges)
    file.write(f'{HEADER}<graphml xmlns="{_NAMESPACE}">\n'.encode())
    for kind, keys in (("node", node_keys), ("edge", edge_keys)):
        for name, type_ in keys.items():
            key = f'<key id="{kind}.{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>\n'
            file.write(key.encode())
    file.write(b'<graph edgedefault="undirected">\n')
    start = filled('<node id="{}">', pl.col("id"))
    write_elements(file, nodes, start, *_data("node", node_keys), pl.lit("</node>"))
    start = filled('<edge source="{}" target="{}">', pl.col("source"), pl.col("target"))
    write_elements(file, edges, start, *_data("edge", edge_keys), pl.lit("</edge>"))
    file.write(b"</graph>\n</graphml>\n")


def _data(kind: str, keys: dict[str, str]) -> list[pl.Expr]:
    return [filled(f'<data key="{kind}.{name}">{{}}</data>', pl.col(name)) for name in keys]
