"""Two tables with the headings that Gephi looks for and a spreadsheet shows."""

import polars as pl

from flows.exchange.selection import Network


def node_table(network: Network) -> pl.DataFrame:
    """Nodes as Id, Label and their other columns."""
    return network.nodes.drop("spells").rename({"id": "Id", "label": "Label"})


def edge_table(network: Network) -> pl.DataFrame:
    """Edges as Source, Target, Type, Weight (n_both) and their other columns."""
    return network.edges.select(
        pl.col("source").alias("Source"),
        pl.col("target").alias("Target"),
        pl.lit("Undirected").alias("Type"),
        pl.col("n_both").alias("Weight"),
        pl.exclude("source", "target", "spells"),
    )
