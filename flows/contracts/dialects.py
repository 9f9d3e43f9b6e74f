"""The contracts in the words of others: Arrow, DuckDB, Frictionless and Markdown.

Each function takes a `Dataset` (or all of them) and derives everything from its dataframely
schema, so a column is declared once.
"""

from collections.abc import Collection, Mapping
from typing import Any

import dataframely as dy
import pyarrow as pa

from flows.contracts.tables import Dataset

#: One row per column type in use: Arrow, DuckDB, Frictionless Table Schema.
_TYPES: dict[type[dy.Column], tuple[pa.DataType, str, str]] = {
    dy.String: (pa.string(), "VARCHAR", "string"),
    dy.Int32: (pa.int32(), "INTEGER", "integer"),
    dy.Int64: (pa.int64(), "BIGINT", "integer"),
    dy.Float64: (pa.float64(), "DOUBLE", "number"),
    dy.Bool: (pa.bool_(), "BOOLEAN", "boolean"),
    dy.Date: (pa.date32(), "DATE", "date"),
    dy.Datetime: (pa.timestamp("us", tz="UTC"), "TIMESTAMPTZ", "datetime"),
}


def quoted(identifier: str) -> str:
    """An SQL identifier, quoted (`start` and `end` are words of the language)."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def arrow_schema(dataset: Dataset) -> pa.Schema:
    """Arrow schema with nullability, descriptions in the field metadata and plain strings."""
    fields = [
        pa.field(
            name,
            _TYPES[type(column)][0],
            nullable=column.nullable,
            metadata={"description": column.description or ""},
        )
        for name, column in dataset.schema.columns().items()
    ]
    return pa.schema(fields, metadata={"description": dataset.description})


def create_table(name: str, dataset: Dataset) -> list[str]:
    """DuckDB statements that create a dataset's table and comment on it and its columns.

    Keys are no constraints here: an index would cost more than the whole model, so a check
    verifies them before publishing.
    """
    columns = dataset.schema.columns()
    body = ", ".join(
        f"{quoted(column)} {_TYPES[type(contract)][1]}{'' if contract.nullable else ' NOT NULL'}"
        for column, contract in columns.items()
    )
    comments = [
        f"COMMENT ON COLUMN {quoted(name)}.{quoted(column)} IS "
        f"{literal(contract.description or '')}"
        for column, contract in columns.items()
    ]
    return [
        f"CREATE TABLE {quoted(name)} ({body})",
        f"COMMENT ON TABLE {quoted(name)} IS {literal(dataset.description)}",
        *comments,
    ]


def select_list(dataset: Dataset) -> str:
    """The dataset's columns with explicit casts, for the SELECT that fills its table."""
    return ", ".join(
        f"CAST({quoted(name)} AS {_TYPES[type(column)][1]}) AS {quoted(name)}"
        for name, column in dataset.schema.columns().items()
    )


def order_list(dataset: Dataset, columns: Collection[str]) -> str:
    """The dataset's total order as an ORDER BY list, nulls first.

    Where the rows have a column `<name>_no`, it stands for `<name>`: numbers given in the order of
    the texts sort the same, three times as fast.
    """
    keys = [f"{name}_no" if f"{name}_no" in columns else name for name in dataset.order_by]
    return ", ".join(f"{quoted(key)} ASC NULLS FIRST" for key in keys)


def table_schema(dataset: Dataset) -> dict[str, Any]:
    """Frictionless Table Schema (version 2) of a dataset."""
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": name,
                "type": _TYPES[type(column)][2],
                "description": column.description,
                "constraints": {"required": not column.nullable},
            }
            for name, column in dataset.schema.columns().items()
        ]
    }
    if key := dataset.schema.primary_key():
        schema["primaryKey"] = key
    return schema


def dictionary(datasets: Mapping[str, Dataset]) -> str:
    """Markdown tables of every dataset and column, for the README."""
    sections = []
    for name, dataset in datasets.items():
        rows = [
            f"| `{column}` | {_TYPES[type(contract)][1]}{' ∅' if contract.nullable else ''} "
            f"| {contract.description} |"
            for column, contract in dataset.schema.columns().items()
        ]
        head = [f"#### {name}", "", dataset.description, "", "| column | type | meaning |"]
        sections.append("\n".join([*head, "|---|---|---|", *rows]))
    return "\n\n".join(sections) + "\n"
