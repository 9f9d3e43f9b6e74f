"""The contracts in the words of others: Arrow, DuckDB, Frictionless and Markdown.

Each function takes a `Dataset` (or all of them) and derives everything from its dataframely
schema, so a column is declared once.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

import dataframely as dy
import pyarrow as pa

from flows.contracts.tables import Dataset
from flows.quoting import literal, quoted

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


@cache
def arrow_schema(dataset: Dataset) -> pa.Schema:
    """Arrow schema with nullability, plain strings, and in the field metadata the description, the
    unit of what is counted or measured, and what part the field has in a key: `primary` or
    `foreign TABLE.COLUMN`.
    """
    fields = [
        pa.field(
            name,
            _TYPES[type(column)][0],
            nullable=column.nullable,
            metadata=_field_metadata(dataset, name, column),
        )
        for name, column in dataset.columns.items()
    ]
    return pa.schema(fields, metadata={"description": dataset.description})


def _field_metadata(dataset: Dataset, name: str, column: dy.Column) -> dict[str, str]:
    described = {"description": column.description or ""}
    if unit := (column.metadata or {}).get("unit"):
        described["unit"] = unit
    roles = ["primary"] if name in dataset.key else []
    roles += [f"foreign {key.table}.{key.theirs[-1]}" for key in _foreign_keys(dataset, name)]
    return described | ({"key": ", ".join(roles)} if roles else {})


class _ForeignKey(NamedTuple):
    ours: list[str]
    table: str
    theirs: list[str]


def _foreign_keys(dataset: Dataset, name: str) -> list[_ForeignKey]:
    """What a column leads to; its own table is nothing to lead to."""
    table, theirs = (dataset.columns[name].metadata or {}).get("references", (None, ()))
    key = _ForeignKey([*theirs[:-1], name], str(table), list(theirs))
    return [] if table is None or key.ours == dataset.key == key.theirs else [key]


def create_table(name: str, dataset: Dataset) -> list[str]:
    """DuckDB statements that create a dataset's table and comment on it and its columns.

    Keys are no constraints here: an index would cost more than the whole model, so a check
    verifies them before publishing.
    """
    columns = dataset.columns
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
        for name, column in dataset.columns.items()
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
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            {
                "name": name,
                "type": _TYPES[type(column)][2],
                "description": column.description,
                "constraints": _constraints(column),
            }
            for name, column in dataset.columns.items()
        ],
        # Parquet has nulls; an empty text is a text.
        "missingValues": [],
    }
    if key := dataset.key:
        schema["primaryKey"] = key
    if foreign := [key for name in dataset.columns for key in _foreign_keys(dataset, name)]:
        schema["foreignKeys"] = [
            {"fields": key.ours, "reference": {"resource": key.table, "fields": key.theirs}}
            for key in foreign
        ]
    return schema


def _constraints(column: dy.Column) -> dict[str, Any]:
    """What Table Schema can say of a column's values."""
    named = {"minimum": "min", "maximum": "max", "minLength": "min_length"}
    found = {name: getattr(column, ours, None) for name, ours in named.items()}
    if regex := getattr(column, "regex", None):
        # Their expressions are anchored at both ends by themselves.
        whole = regex.removeprefix("^")
        found["pattern"] = whole.removesuffix("$") if whole.endswith("$") else f"{whole}.*"
    constraints = {name: value for name, value in found.items() if value is not None}
    return {"required": not column.nullable} | constraints


def dictionary(datasets: Mapping[str, Dataset]) -> str:
    """Markdown tables of every dataset and column, for the README."""
    sections = []
    for name, dataset in datasets.items():
        rows = [
            f"| `{column}` | {_TYPES[type(contract)][1]}{' ∅' if contract.nullable else ''} "
            f"| {contract.description} |"
            for column, contract in dataset.columns.items()
        ]
        head = [f"#### {name}", "", dataset.description, "", "| column | type | meaning |"]
        sections.append("\n".join([*head, "|---|---|---|", *rows]))
    return "\n\n".join(sections) + "\n"
