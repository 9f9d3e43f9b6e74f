"""SQL models: files in, an order to run them in out.

A model is one SELECT in one file; its name is the file's. What it depends on is read from the
SQL itself, so the order is never written down twice.
"""

# As text: Prefect's threads outlive the interpreter's modules, and DuckDB complains at exit of
# classes that are still held by annotations.
from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl

from flows.errors import AlongsideError


class Model(NamedTuple):
    """One SQL file."""

    name: str
    layer: str
    sql: str


class Step(NamedTuple):
    """A table that is made in Python: the tables it reads, and what makes it of their frames."""

    reads: tuple[str, ...]
    make: Callable[..., pl.DataFrame]


def read_models(folder: Path, *layers: str) -> dict[str, Model]:
    """The models in `folder`/`layer` by name.

    Raises:
        AlongsideError: Two models have one name.
    """
    models: dict[str, Model] = {}
    for layer in layers:
        for path in sorted((folder / layer).glob("*.sql")):
            if path.stem in models:
                raise AlongsideError(f"two models are called {path.stem}: see sql/{layer}")
            models[path.stem] = Model(path.stem, layer, path.read_text(encoding="utf-8"))
    return models


def dependencies(models: Mapping[str, Model], steps: Mapping[str, Step]) -> TopologicalSorter[str]:
    """Which models and steps each one reads, as a sorter that hands them out in order.

    Raises:
        AlongsideError: A model does not parse, or they form a circle.
    """
    made = models.keys() | steps.keys()
    graph = {name: sorted(read & (made - {name})) for name, read in tables(models, steps).items()}
    try:
        # A sorter can be walked once; this one only looks for circles.
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AlongsideError(f"the models form a circle: {' -> '.join(error.args[1])}") from error
    return TopologicalSorter(graph)


def tables(models: Mapping[str, Model], steps: Mapping[str, Step]) -> dict[str, Set[str]]:
    """Names of the tables that each model and step reads, its own CTEs left out.

    Raises:
        AlongsideError: A model does not parse.
    """
    read = _parsed(tuple(models.values())) | {
        name: frozenset(step.reads) for name, step in steps.items()
    }
    return dict(sorted(read.items()))


@lru_cache(maxsize=2)
def _parsed(models: tuple[Model, ...]) -> dict[str, Set[str]]:
    """What models read, by name; parsed once for all runs of a process."""
    with duckdb.connect() as parser:
        return {model.name: _tables(parser, model) for model in models}


def _tables(parser: duckdb.DuckDBPyConnection, model: Model) -> Set[str]:
    """`get_table_names` would bind, and so needs every table to be there already."""
    row = parser.execute("SELECT json_serialize_sql(?)", [model.sql]).fetchone()
    tree: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if tree["error"] or len(tree["statements"]) != 1:
        reason = tree.get("error_message", "it is not one SELECT")
        raise AlongsideError(f"sql/{model.layer}/{model.name}.sql does not parse: {reason}")
    nodes = list(_nodes(tree))
    own = {entry["key"] for node in nodes for entry in node.get("cte_map", {}).get("map", [])}
    return {node["table_name"] for node in nodes if node.get("type") == "BASE_TABLE"} - own


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)
