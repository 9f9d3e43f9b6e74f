"""SQL models: files in, an order to run them in out.

A model is one SELECT in one file; its name is the file's. What it depends on is read from the
SQL itself, so the order is never written down twice.
"""

import json
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from flows.errors import AlongsideError


class Model(NamedTuple):
    """One SQL file."""

    name: str
    layer: str
    sql: str


def read_models(folder: Path, *layers: str) -> list[Model]:
    """The models of `folder`/`layer`, in the order their dependencies ask for.

    Raises:
        AlongsideError: A model does not parse, two have one name, or they form a circle.
    """
    models: dict[str, Model] = {}
    for layer in layers:
        for path in sorted((folder / layer).glob("*.sql")):
            if path.stem in models:
                raise AlongsideError(f"two models are called {path.stem}: see sql/{layer}")
            models[path.stem] = Model(path.stem, layer, path.read_text(encoding="utf-8"))
    with duckdb.connect() as parser:
        graph = {
            name: sorted(_tables(parser, model) & (models.keys() - {name}))
            for name, model in sorted(models.items())
        }
    try:
        return [models[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise AlongsideError(f"the models form a circle: {' -> '.join(error.args[1])}") from error


def _tables(parser: duckdb.DuckDBPyConnection, model: Model) -> set[str]:
    """Names of the tables a model reads, its own CTEs left out.

    `get_table_names` would bind, and so needs every table to be there already.
    """
    row = parser.execute("SELECT json_serialize_sql(?)", [model.sql]).fetchone()
    tree = json.loads(row[0]) if row else {"error": True}
    if tree["error"]:
        reason = tree.get("error_message", "it is not one SELECT")
        raise AlongsideError(f"sql/{model.layer}/{model.name}.sql does not parse: {reason}")
    nodes = list(_nodes(tree))
    own = {entry["key"] for node in nodes for entry in node.get("cte_map", {}).get("map", [])}
    return {node["table_name"] for node in nodes if node.get("type") == "BASE_TABLE"} - own


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)
