"""JSON lines: one object each, nodes first, told apart by `type`."""

from typing import BinaryIO

import polars as pl

from flows.exchange.selection import Network


def write_lines(network: Network, file: BinaryIO) -> None:
    """Write every node and edge as an object with `type` node or edge; what is unknown is null."""
    for name, frame in (("node", network.nodes), ("edge", network.edges)):
        frame.select(pl.lit(name).alias("type"), pl.exclude("spells")).write_ndjson(file)
