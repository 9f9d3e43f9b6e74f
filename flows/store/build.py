"""The build: parts in, a DuckDB file with every published table, its comments and macros out.

Two databases are attached: `build` holds views over the parts and intermediate tables and is
thrown away, `published` holds the datasets and becomes the snapshot's `alongside.duckdb`. The
search path covers both, so no SQL file names either.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from flows.contracts import DATASETS, PART_TABLES
from flows.contracts.dialects import (
    create_table,
    literal,
    order_list,
    quoted,
    select_list,
)
from flows.errors import AlongsideError
from flows.settings import RESOURCES, Settings
from flows.store.models import Model, read_models

SQL = RESOURCES / "sql"
DATABASE = "alongside.duckdb"
SCRATCH = "build.duckdb"
#: Readers from DuckDB 1.4 on open files of this version.
STORAGE_VERSION = "v1.4.0"


@contextmanager
def opened(folder: Path, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on the build in `folder`, made where it is not there yet."""
    config = {
        "memory_limit": settings.build_memory,
        "threads": str(settings.workers),
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": "true",
        "enable_progress_bar": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(config=config) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH {literal(str(folder / SCRATCH))} AS build")
        connection.execute(
            f"ATTACH {literal(str(folder / DATABASE))} AS published "
            f"(STORAGE_VERSION {literal(STORAGE_VERSION)})"
        )
        connection.execute("SET search_path = 'published.main,build.main'")
        yield connection
        connection.execute("USE memory")
        connection.execute("DETACH published")
        connection.execute("DETACH build")


def discard_scratch(folder: Path) -> None:
    """Remove what only the build needed; the published file stays."""
    (folder / SCRATCH).unlink()
    shutil.rmtree(folder / "spill", ignore_errors=True)


def load(
    connection: duckdb.DuckDBPyConnection,
    files: Mapping[str, list[Path]],
    ledger: pl.DataFrame,
    lexicon_entities: pl.DataFrame,
) -> None:
    """Make `part_<table>` views over the parts' files, and the tables `ledger` and
    `lexicon_entities`, in the build database.
    """
    connection.register("given_ledger", ledger)
    connection.execute("CREATE TABLE build.ledger AS SELECT * FROM given_ledger")
    connection.register("given_lexicon", lexicon_entities)
    connection.execute("CREATE TABLE build.lexicon_entities AS SELECT * FROM given_lexicon")
    for name, paths in files.items():
        if paths:
            listed = ", ".join(literal(_escape_glob(str(path))) for path in paths)
            connection.execute(
                f"CREATE VIEW build.part_{name} AS "
                f"SELECT * FROM read_parquet([{listed}], hive_partitioning = false)"
            )
        else:
            # A warehouse without a text still has every table.
            schema = PART_TABLES[name] if name in PART_TABLES else DATASETS[name].schema
            connection.register(
                "given_empty", schema.create_empty().with_columns(part=pl.lit("", dtype=pl.String))
            )
            connection.execute(f"CREATE TABLE build.part_{name} AS SELECT * FROM given_empty")


def run_models(connection: duckdb.DuckDBPyConnection) -> None:
    """Run the macros, then every model in the order of its dependencies.

    Raises:
        AlongsideError: A model failed; the message names its file.
    """
    statements = [
        path.read_text(encoding="utf-8") for path in sorted((SQL / "macros").glob("*.sql"))
    ]
    for name, dataset in DATASETS.items():
        for statement in create_table(name, dataset):
            connection.execute(statement)
    for statement in statements:
        connection.execute(statement)
    models = read_models(SQL, "staging", "marts")
    _expect_marts(models)
    for model in models:
        try:
            connection.execute(_statement(connection, model))
        except duckdb.Error as error:
            message = f"the model sql/{model.layer}/{model.name}.sql failed: {error}"
            raise AlongsideError(message) from error


def _expect_marts(models: list[Model]) -> None:
    """One mart per contract and one contract per mart."""
    marts = {model.name for model in models if model.layer == "marts"}
    if odd := marts ^ DATASETS.keys():
        raise AlongsideError(f"sql/marts and the contracts differ: {', '.join(sorted(odd))}")


def _statement(connection: duckdb.DuckDBPyConnection, model: Model) -> str:
    if model.layer == "marts":
        dataset = DATASETS[model.name]
        columns = connection.sql(model.sql).columns
        return (
            f"INSERT INTO published.{quoted(model.name)} SELECT {select_list(dataset)} "
            f"FROM ({model.sql}\n) AS m ORDER BY {order_list(dataset, columns)}"
        )
    kept = "TABLE" if "-- kept as: table" in model.sql else "VIEW"
    return f"CREATE {kept} build.{quoted(model.name)} AS {model.sql}"


def _escape_glob(path: str) -> str:
    """`read_parquet` reads every path as a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in path)
