"""What a snapshot was made from and into, in the terms of OpenLineage.

Datasets have a namespace, a name and facets: `version` and `schema` for what they are,
`outputStatistics` for how much was written (https://openlineage.io/spec/2-0-2/OpenLineage.json).
Nothing is sent anywhere; a program that speaks OpenLineage finds its fields in the manifest.
"""

from __future__ import annotations  # as text: see models

import hashlib
from collections.abc import Mapping
from typing import Any

import polars as pl

from flows import __version__
from flows.address import is_address, parse_address
from flows.contracts import DATASETS

PRODUCER = f"urn:alongside:{__version__}"


def inputs(ledger: pl.DataFrame, roots: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The roots: where they lie, with a hash of every text that was taken from each."""
    return [
        {
            **_name(state["location"]),
            "facets": {"version": {"datasetVersion": _version(ledger, root)}},
        }
        for root, state in sorted(roots.items())
    ]


def outputs(facts: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The datasets: their columns, and what was written of each."""
    return [
        {
            "namespace": "alongside",
            "name": name,
            "facets": {
                "version": {"datasetVersion": facts[name]["sha256"]},
                "schema": {"fields": _fields(name)},
            },
            "outputFacets": {
                "outputStatistics": {
                    "rowCount": facts[name]["rows"],
                    "size": facts[name]["bytes"],
                }
            },
        }
        for name in DATASETS
    ]


def _name(location: str) -> dict[str, str]:
    """Namespace and name, as the naming conventions of OpenLineage have them for stores."""
    if not is_address(location):
        return {"namespace": "file", "name": location}
    address = parse_address(location)
    return {"namespace": address.namespace, "name": address.key or "/"}


def _version(ledger: pl.DataFrame, root: str) -> str:
    rows = ledger.filter(pl.col("root") == root, pl.col("outcome") == "loaded")
    hashes = rows.get_column("row_sha256").sort()
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _fields(name: str) -> list[dict[str, str]]:
    columns = DATASETS[name].columns
    return [{"name": name, "type": str(column.dtype)} for name, column in columns.items()]
