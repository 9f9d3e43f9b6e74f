"""The sample corpus end to end: what is published, and who can read it."""

import json
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from flows.contracts import TABLES
from flows.contracts.dialects import arrow_schema
from flows.store import Warehouse, connect, snapshots
from tests.benchmarks import extraction_alone
from tests.pipeline.corpus import assert_whole, read


@pytest.fixture(scope="module")
def folder(samples: Path) -> Path:
    """Folder of the current snapshot."""
    place = Warehouse.at(samples)
    return place.snapshot(snapshots.resolve(place, None).id)


def test_the_snapshot_is_whole(samples: Path) -> None:
    assert_whole(samples)
    assert (samples / "alongside.duckdb").is_symlink()


def test_every_sample_is_a_document(samples: Path, repository: Path) -> None:
    texts = {path.name for path in (repository / "seeds" / "texts").iterdir()}
    assert set(read(samples, "documents")["path"]) == texts
    assert read(samples, "quarantine").is_empty()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Iran", "place"),
        ("Iraq", "place"),
        ("United States", "place"),
        ("Islamic State", "organization"),
        ("Nouri al-Maliki", "person"),
    ],
)
def test_who_the_samples_are_about(samples: Path, name: str, kind: str) -> None:
    with connect(warehouse=samples) as connection:
        found = connection.execute(
            "SELECT e.kind, e.n_documents FROM find_entity($1) "
            "JOIN entities AS e USING (entity_id) "
            "WHERE score >= 2 ORDER BY score DESC, e.n_mentions DESC LIMIT 1",
            [name],
        ).fetchone()
    assert found is not None
    assert found[0] == kind
    assert found[1] > 1


def test_every_mention_quotes_its_text(samples: Path) -> None:
    texts = dict(read(samples, "documents").select("doc_id", "text").iter_rows())
    mentions = read(samples, "mentions").select("doc_id", "start", "end", "surface").rows()
    assert len(mentions) > 300
    assert all(texts[doc][start:end] == surface for doc, start, end, surface in mentions)


@pytest.mark.parametrize("name", TABLES)
def test_rows_fit_their_contract(samples: Path, name: str) -> None:
    rows = read(samples, name)
    TABLES[name].schema.validate(rows)
    assert rows.equals(rows.sort(TABLES[name].order_by, nulls_last=False))


@pytest.mark.parametrize("name", TABLES)
class TestReaders:
    """One file, five readers, the same rows and types."""

    def test_pyarrow(self, folder: Path, name: str) -> None:
        schema = pq.read_schema(folder / name / "data.parquet")
        assert schema.equals(arrow_schema(TABLES[name]), check_metadata=False)
        for column, contract in TABLES[name].schema.columns().items():
            described = schema.field(column).metadata[b"description"].decode()
            assert described == contract.description
        assert schema.metadata[b"description"].decode() == TABLES[name].description

    def test_pandas(self, folder: Path, samples: Path, name: str) -> None:
        import pandas as pd  # noqa: PLC0415 - slow to import, and needed by one worker

        frame = pd.read_parquet(folder / name / "data.parquet")
        assert list(frame.columns) == list(TABLES[name].schema.columns())
        assert len(frame) == read(samples, name).height

    def test_duckdb(self, folder: Path, name: str) -> None:
        file = folder / name / "data.parquet"
        with connect(warehouse=folder.parent.parent) as inside, duckdb.connect() as outside:
            table = inside.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $1 "
                "ORDER BY column_index",
                [name],
            ).fetchall()
            parquet = outside.execute(f"DESCRIBE FROM '{file}'").fetchall()
            counted = outside.execute(f"SELECT count(*) FROM '{file}'").fetchone()
            assert inside.execute(f'SELECT count(*) FROM "{name}"').fetchone() == counted
        assert [row[:2] for row in parquet] == table

    def test_table_and_file_hold_the_same_rows(self, samples: Path, name: str) -> None:
        with connect(warehouse=samples) as connection:
            table = connection.sql(f'FROM "{name}"').pl()
        file = read(samples, name)
        assert table.cast(dict(file.schema)).equals(file)


def test_pyarrow_filters_reach_the_rows(folder: Path) -> None:
    import pandas as pd  # noqa: PLC0415 - slow to import, and needed by one worker

    mentions = ds.dataset(folder / "mentions" / "data.parquet")
    rows = mentions.to_table(filter=pc.field("entity_id") == "country:IR", columns=["surface"])
    assert rows.num_rows > 5
    filtered = pd.read_parquet(
        folder / "mentions" / "data.parquet", filters=[("entity_id", "==", "country:IR")]
    )
    assert len(filtered) == rows.num_rows
    scanned = pl.scan_parquet(folder / "mentions" / "data.parquet")
    assert scanned.filter(entity_id="country:IR").collect().height == rows.num_rows


def test_comments_of_the_database_are_the_contract(samples: Path) -> None:
    with connect(warehouse=samples) as connection:
        comments = connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        tables = connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() ORDER BY 1"
        ).fetchall()
    assert tables == sorted((name, dataset.description) for name, dataset in TABLES.items())
    assert comments == sorted(
        (name, column, contract.description)
        for name, dataset in TABLES.items()
        for column, contract in dataset.schema.columns().items()
    )


def test_the_datapackage_describes_every_file(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text())
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        file = folder / resource["path"]
        assert resource["bytes"] == file.stat().st_size
        columns = [field["name"] for field in resource["schema"]["fields"]]
        assert columns == pq.read_schema(file).names


def test_the_manifest_says_where_everything_came_from(samples: Path, repository: Path) -> None:
    current = snapshots.current(Warehouse.at(samples))
    assert current is not None
    manifest = current.manifest
    assert manifest["parent"] is None
    assert manifest["roots"]["texts"]["location"] == str(repository / "seeds" / "texts")
    assert manifest["sources"]["new"] == manifest["datasets"]["documents"]["rows"]
    assert set(manifest["versions"]) == {"polars", "duckdb", "pyarrow"}
    assert "accounting" in manifest["checks"]
    assert pa.__version__ == manifest["versions"]["pyarrow"]


def test_nothing_is_left_in_staging(samples: Path) -> None:
    assert list((samples / "staging").iterdir()) == []


def test_the_benchmark_of_extraction_goes_through_every_stage(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extraction_alone.main(samples)
    stages = json.loads(capsys.readouterr().out)
    assert {"stance", "pair", "stories", "write the part"} <= stages.keys()
