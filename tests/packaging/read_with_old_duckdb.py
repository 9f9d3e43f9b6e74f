"""`python read_with_old_duckdb.py FILE`: can the installed DuckDB read a published file?

CI runs it with an older DuckDB than the one that writes: every table, comment and macro must work.
"""

import sys

import duckdb

#: One call of every macro in sql/macros that analysts use.
CALLS = (
    "FROM kwic('Amerli', 30)",
    "FROM neighbours('Amerli')",
    "FROM enemies('Islamic State')",
    "FROM allies('Bashar al-Assad')",
    "FROM timeline_of('Iraq', 'month')",
    "FROM within('Iraq')",
    "SELECT count(*) FROM merges()",
    "FROM pair('Iran', 'Badr Organization')",
    "FROM find_entity('Daesh')",
    "SELECT entity_named('Daesh')",
    "SELECT npmi(2, 3, 4, 100), log_likelihood(2, 3, 4, 100)",
    "SELECT log_dice(2, 3, 4), jaccard(2, 3, 4), t_score(2, 3, 4, 100)",
    "SELECT wilson_low(2, 3), wilson_high(2, 3)",
)


def main(path: str) -> None:
    """Read everything, or let DuckDB's error end the process."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        for name, comment in tables:
            assert comment, f"{name} has no comment"
            _count(connection, f'FROM "{name}"')
        for call in CALLS:
            assert _count(connection, call) > 0, f"no row: {call}"
    print(f"DuckDB {duckdb.__version__} reads {len(tables)} tables and {len(CALLS)} macro calls")


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Distinct rows, so that every column is read; counted there, because fetching times into
    Python would need a package more.
    """
    return connection.execute(f"SELECT count(DISTINCT r) FROM ({query}) AS r").fetchall()[0][0]


if __name__ == "__main__":
    main(sys.argv[1])
