"""One declaration, many dialects: they agree, and the build holds to them."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.contracts import TABLES
from flows.contracts.dialects import arrow_schema, create_table, dictionary, table_schema
from tests.sql.given import Given, Text


@pytest.mark.parametrize("name", TABLES)
def test_ddl_arrow_and_frictionless_agree(name: str) -> None:
    dataset = TABLES[name]
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
    fields = table_schema(dataset)["fields"]
    assert [(each["name"], each["constraints"]["required"]) for each in fields] == [
        (field.name, not field.nullable) for field in arrow
    ]
    assert pl.DataFrame(arrow.empty_table()).schema == pl.Schema(
        {column: contract.dtype for column, contract in columns.items()}
    )


@pytest.mark.parametrize("name", TABLES)
def test_contracts_describe_themselves(name: str) -> None:
    dataset = TABLES[name]
    assert dataset.description.endswith(".")
    for column, contract in dataset.schema.columns().items():
        assert contract.description, column
        assert contract.description.endswith("."), column
    assert set(dataset.order_by) <= set(dataset.schema.columns())
    assert set(dataset.schema.primary_key()) <= set(dataset.order_by)
    assert f"#### {name}\n" in dictionary(TABLES)


def test_built_rows_fit_their_contracts(tmp_path: Path) -> None:
    texts = [Text("A B / A B C // C", publisher="Wire"), Text("A and A met B")]
    with Given(tmp_path, texts).built() as build, build.cursor() as cursor:
        for name, dataset in TABLES.items():
            dataset.schema.validate(cursor.sql(f'FROM "{name}"').pl(), cast=True)


def test_fields_tell_their_unit_and_their_part_in_keys() -> None:
    told = {
        field.name: {name.decode(): value.decode() for name, value in field.metadata.items()}
        for field in arrow_schema(TABLES["mentions"])
    }
    assert told["doc_id"]["key"] == "primary, foreign documents.doc_id"
    assert told["start"]["unit"] == "Unicode code points"
    assert told["start"]["key"] == "primary"
    assert told["entity_id"]["key"] == "foreign entities.entity_id"
    assert "key" not in told["surface"]
    (entity_id, *_) = arrow_schema(TABLES["entities"])
    assert entity_id.metadata[b"key"] == b"primary"


#: Data Package 2.0, Table Schema: constraints that a type of field may have.
CONSTRAINTS = {
    "string": {"required", "minLength", "pattern"},
    "integer": {"required", "minimum", "maximum"},
    "number": {"required", "minimum", "maximum"},
    "boolean": {"required"},
    "date": {"required", "minimum", "maximum"},
    "datetime": {"required", "minimum", "maximum"},
}


@pytest.mark.parametrize("name", TABLES)
def test_table_schema_keeps_the_rules_of_the_standard(name: str) -> None:
    schema = table_schema(TABLES[name])
    assert schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    names = [field["name"] for field in schema["fields"]]
    assert len(set(names)) == len(names) > 0
    for field in schema["fields"]:
        assert field["constraints"].keys() <= CONSTRAINTS[field["type"]], field["name"]
        # Anchors are letters to an XML Schema expression, which matches as a whole.
        assert not set("^$") & set(field["constraints"].get("pattern", "")), field["name"]
    assert set(schema.get("primaryKey", names)) <= set(names)
    for key in schema.get("foreignKeys", []):
        there = TABLES[key["reference"]["resource"]].schema
        assert set(key["fields"]) <= set(names)
        assert key["reference"]["fields"] == there.primary_key()
        assert key["reference"]["resource"] != name
