"""How DuckDB goes about the models where there is a lot of text: plans depend on how much it is."""

from collections.abc import Iterator

import duckdb
import pytest

from flows.store.build import SQL
from flows.store.models import read_models

N_TEXTS, N_NAMES, N_PAIRS = 200_000, 20_000, 1_000_000
PAIRS_WITHOUT_A_KEY = ("NESTED_LOOP", "CROSS_PRODUCT", "BLOCKWISE", "PIECEWISE", "IE_JOIN")


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database as `stg_evidence` finds it: parts are files, of which DuckDB knows little."""
    part = tmp_path_factory.mktemp("parts") / "evidence.parquet"
    with duckdb.connect(config={"threads": "2"}) as connection:
        connection.execute(
            f"""
            CREATE TABLE stg_document_numbers AS
            SELECT format('{{:016x}}', n) AS doc_id, 'part' AS part, n AS doc_no
            FROM range({N_TEXTS}) AS texts (n);

            CREATE TABLE stg_identities AS
            SELECT 'name:' || n AS named_id, 'name:' || n AS entity_id, n AS entity_no,
                   n % 100 = 0 AS is_merged
            FROM range({N_NAMES}) AS names (n);

            COPY (
            SELECT format('{{:016x}}', n % {N_TEXTS}) AS doc_id, 'part' AS part,
                   n % 7 AS sentence_no,
                   'name:' || n % {N_NAMES} AS entity_a, 'name:' || (n + 1) % {N_NAMES} AS entity_b,
                   0 AS start_a, 9 AS start_b, 'asserted' AS modality,
                   CAST(NULL AS VARCHAR) AS stance, CAST(NULL AS VARCHAR) AS direction,
                   CAST(NULL AS VARCHAR) AS cue, CAST(NULL AS INTEGER) AS cue_start,
                   CAST(NULL AS INTEGER) AS cue_end
            FROM range({N_PAIRS}) AS pairs (n)
            ) TO '{part}';

            CREATE VIEW part_evidence AS SELECT * FROM read_parquet('{part}');
            """
        )
        yield connection


def test_names_are_not_paired_with_all_other_names(much: duckdb.DuckDBPyConnection) -> None:
    """20,000 names make 400 million pairs; 84,000 filled the disk."""
    sql = read_models(SQL, "staging")["stg_evidence"].sql
    plan = str(much.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()[0][1])
    assert "HASH_JOIN" in plan
    assert not [join for join in PAIRS_WITHOUT_A_KEY if join in plan]
