"""The build: parts in, a DuckDB file with every published table, its comments and macros out.

Two databases are attached: `build` holds views over the parts and intermediate tables, in memory
with room to spill, and goes when the build closes; `published` holds the datasets and becomes the
snapshot's `alongside.duckdb`. The search path covers both, so no SQL file names either.
"""

from __future__ import annotations  # as text: see models

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import polars as pl

from flows.contracts import DATASETS, PART_TABLES, TABLES, ReadDocuments
from flows.contracts.dialects import create_table, order_list, select_list
from flows.errors import AlongsideError
from flows.folders import DATABASE
from flows.quoting import literal, quoted
from flows.settings import RESOURCES, Settings
from flows.store.memory import allowance, telling_shortage
from flows.store.models import Model, Step, dependencies, read_models
from flows.store.parts import REMEDY
from flows.store.turns import Turns

SQL = RESOURCES / "sql"
#: Readers from DuckDB 1.4 on open files of this version.
STORAGE_VERSION = "v1.4.0"


class Build:
    """A build in progress; `folder` receives the published file."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, settings: Settings
    ) -> None:
        self.folder = folder
        self.workers = settings.workers
        self._memory = settings.build_memory
        self._connection = connection
        self._turns = Turns()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own for one thread, with both databases in its search path."""
        with self._connection.cursor() as cursor:
            # Settings of a session, which the build's configuration cannot hold.
            cursor.execute("SET TimeZone = 'UTC'")
            cursor.execute("SET enable_progress_bar = false")
            cursor.execute("SET search_path = 'published.main,build.main'")
            yield cursor

    def load(
        self,
        files: Mapping[str, list[Path]],
        tables: Mapping[str, pl.DataFrame],
    ) -> None:
        """Make `part_<table>` views over the parts' files in the build database, and `tables`.

        Raises:
            AlongsideError: A part cannot be read.
        """
        with self.cursor() as cursor:
            for name, frame in tables.items():
                _create_from(cursor, name, frame)
            for name, paths in files.items():
                if paths:
                    _view_over(cursor, f"part_{name}", paths)
                else:
                    # A warehouse without a text still has every table.
                    schema = PART_TABLES.get(name, ReadDocuments)
                    empty = schema.create_empty().with_columns(part=pl.lit("", dtype=pl.String))
                    _create_from(cursor, f"part_{name}", empty)
            if self._memory is None:
                size = sum(path.stat().st_size for paths in files.values() for path in paths)
                cursor.execute(f"SET GLOBAL memory_limit = {literal(allowance(size))}")

    def run_models(self, steps: Mapping[str, Step]) -> None:
        """Make the published tables and the macros, then run every model and step as soon as those
        it reads are there, as many at a time as there are workers.

        Raises:
            AlongsideError: A model failed; the message names its file.
        """
        with self.cursor() as cursor:
            # At once: by themselves two hundred statements would be written to the disk one by one.
            cursor.begin()
            for name, dataset in TABLES.items():
                for statement in create_table(name, dataset):
                    cursor.execute(statement)
            for path in sorted((SQL / "macros").glob("*.sql")):
                cursor.execute(path.read_text(encoding="utf-8"))
            cursor.commit()
        models = read_models(SQL, "staging", "marts")
        _expect_marts(models)
        order = dependencies(models, steps)
        order.prepare()
        with ThreadPoolExecutor(self.workers) as pool:
            running: dict[Future[None], str] = {}
            while order.is_active():
                running |= {
                    pool.submit(self._run, models[name])
                    if name in models
                    else pool.submit(self._make, name, steps[name]): name
                    for name in order.get_ready()
                }
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    future.result()
                    order.done(running.pop(future))

    def _run(self, model: Model) -> None:
        def execute(cursor: duckdb.DuckDBPyConnection) -> None:
            cursor.execute(_statement(cursor, model))

        self._do(f"the model sql/{model.layer}/{model.name}.sql", execute)

    def _make(self, name: str, step: Step) -> None:
        def make(cursor: duckdb.DuckDBPyConnection) -> None:
            frames = [cursor.sql(f"FROM {quoted(table)}").pl() for table in step.reads]
            _create_from(cursor, name, step.make(*frames))

        self._do(f"the step {name}", make)

    def _do(self, what: str, work: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        """Do a piece of work, once more without anything beside it if memory was short.

        Raises:
            AlongsideError: It failed, or needs more memory than there is.
        """
        try:
            with telling_shortage(what):
                try:
                    with self._turns.together(), self.cursor() as cursor:
                        work(cursor)
                except duckdb.OutOfMemoryException:
                    with self._turns.alone(), self.cursor() as cursor:
                        work(cursor)
        except duckdb.Error as error:
            raise AlongsideError(f"{what} failed: {error}") from error


@contextmanager
def building(folder: Path, settings: Settings) -> Iterator[Build]:
    """A fresh build in `folder`; when it closes, the published file is whole and alone there."""
    spill = folder / "spill"
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.build_memory or allowance(0),
        "threads": str(settings.workers),
        "temp_directory": str(spill),
        "preserve_insertion_order": "true",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with (
        telling_shortage("what comes after the models"),
        duckdb.connect(config=config) as connection,
    ):
        connection.execute("ATTACH ':memory:' AS build")
        connection.execute(
            f"ATTACH {literal(str(folder / DATABASE))} AS published "
            f"(STORAGE_VERSION {literal(STORAGE_VERSION)})"
        )
        build = Build(connection, folder, settings)
        try:
            yield build
            connection.execute("DETACH published")
        except BaseException:
            # Else the next run of this process finds its file in use.
            with suppress(duckdb.Error):
                connection.execute("DETACH published")
            raise
        finally:
            # Whoever still holds the build (Prefect keeps what tasks were called with) holds no
            # connection by it: DuckDB complains of those at exit.
            del build._connection
    shutil.rmtree(spill, ignore_errors=True)


def scan(paths: list[Path]) -> str:
    """The rows of Parquet files, for a FROM clause."""
    listed = ", ".join(literal(_escape_glob(str(path))) for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def _view_over(cursor: duckdb.DuckDBPyConnection, name: str, paths: list[Path]) -> None:
    try:
        cursor.execute(f"CREATE VIEW build.{name} AS SELECT * FROM {scan(paths)}")
    except duckdb.Error as error:
        raise AlongsideError(f"a part cannot be read ({error}); {REMEDY}") from error


def _create_from(cursor: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    cursor.register("given", frame)
    cursor.execute(f"CREATE TABLE build.{quoted(name)} AS SELECT * FROM given")
    cursor.unregister("given")


def _expect_marts(models: Mapping[str, Model]) -> None:
    """One mart per contract and one contract per mart."""
    marts = {model.name for model in models.values() if model.layer == "marts"}
    if odd := marts ^ DATASETS.keys():
        raise AlongsideError(f"sql/marts and the contracts differ: {', '.join(sorted(odd))}")


def _statement(cursor: duckdb.DuckDBPyConnection, model: Model) -> str:
    if model.layer == "marts":
        dataset = DATASETS[model.name]
        columns = cursor.sql(model.sql).columns
        return (
            f"INSERT INTO published.{quoted(model.name)} SELECT {select_list(dataset)} "
            f"FROM ({model.sql}\n) AS m ORDER BY {order_list(dataset, columns)}"
        )
    kept = "TABLE" if "-- kept as: table" in model.sql else "VIEW"
    return f"CREATE {kept} build.{quoted(model.name)} AS {model.sql}"


def _escape_glob(path: str) -> str:
    """`read_parquet` reads every path as a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in path)
