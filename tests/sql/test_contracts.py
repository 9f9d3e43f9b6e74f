"""One declaration, many dialects: they agree, and the build holds to them."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.contracts import DATASETS
from flows.contracts.dialects import arrow_schema, create_table, dictionary, table_schema
from tests.sql.given import Given, Text


@pytest.mark.parametrize("name", DATASETS)
def test_ddl_arrow_and_frictionless_agree(name: str) -> None:
    dataset = DATASETS[name]
    columns = dataset.schema.columns()
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for statement in create_table(name, dataset):
            connection.execute(statement)
        table = connection.execute(
            "SELECT column_name, is_nullable, comment FROM duckdb_columns() WHERE NOT internal "
            "ORDER BY column_index"
        ).fetchall()
        types = connection.sql(f'FROM "{name}"').to_arrow_table().schema.types
    arrow = arrow_schema(dataset)
    assert table == [
        (field.name, field.nullable, field.metadata[b"description"].decode()) for field in arrow
    ]
    assert types == arrow.types
    assert table_schema(dataset)["fields"] == [
        {
            "name": field.name,
            "type": table_schema(dataset)["fields"][number]["type"],
            "description": field.metadata[b"description"].decode(),
            "constraints": {"required": not field.nullable},
        }
        for number, field in enumerate(arrow)
    ]
    assert pl.DataFrame(arrow.empty_table()).schema == pl.Schema(
        {column: contract.dtype for column, contract in columns.items()}
    )


@pytest.mark.parametrize("name", DATASETS)
def test_contracts_describe_themselves(name: str) -> None:
    dataset = DATASETS[name]
    assert dataset.description.endswith(".")
    for column, contract in dataset.schema.columns().items():
        assert contract.description, column
        assert contract.description.endswith("."), column
    assert set(dataset.order_by) <= set(dataset.schema.columns())
    assert set(dataset.schema.primary_key()) <= set(dataset.order_by)
    assert f"#### {name}\n" in dictionary(DATASETS)


def test_built_rows_fit_their_contracts(tmp_path: Path) -> None:
    texts = [Text("A B / A B C // C", publisher="Wire"), Text("A and A met B")]
    with Given(tmp_path, texts).built() as build, build.cursor() as cursor:
        for name, dataset in DATASETS.items():
            dataset.schema.validate(cursor.sql(f'FROM "{name}"').pl(), cast=True)
