"""Memory for the models: a floor, a share of the parts, half of the machine at most."""

import duckdb
import pytest

from flows.store.memory import allowance


def megabytes(part_bytes: int) -> int:
    return int(allowance(part_bytes).removesuffix("MB"))


@pytest.mark.parametrize("part_bytes", [0, 1, 200_000_000])
def test_little_text_gets_little(part_bytes: int) -> None:
    assert megabytes(part_bytes) == 800


def test_much_text_gets_no_more_than_half_of_the_memory() -> None:
    with (
        duckdb.connect(config={"memory_limit": allowance(10**15)}) as much,
        duckdb.connect(config={"memory_limit": "51%"}) as half,
    ):
        assert bytes_of(much) <= bytes_of(half)


def bytes_of(connection: duckdb.DuckDBPyConnection) -> float:
    number, unit = connection.sql("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
    return float(number) * 1024 ** ("KiB", "MiB", "GiB", "TiB").index(unit)


def test_what_is_in_between_grows_with_the_parts() -> None:
    if megabytes(10**15) <= 1200:
        pytest.skip("this machine has too little memory for more than the floor")
    assert megabytes(300_000_000) == 1200
