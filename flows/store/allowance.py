"""How much memory the models may use: little for little text, so that a laptop keeps the rest."""

import duckdb

#: Bytes for any corpus, and for each byte of parts. What does not fit is put on disk for a while;
#: some steps of a query cannot be, and they grow with the parts.
_LEAST, _PER_BYTE = 800_000_000, 4
_UNITS = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}


def allowance(part_bytes: int) -> str:
    """Memory for models over parts of this size, up to half of the machine's or container's."""
    return f"{max(_LEAST, min(_PER_BYTE * part_bytes, _half())) // 1_000_000}MB"


def _half() -> int:
    """Half of the memory there is; DuckDB knows what a container was given."""
    with duckdb.connect(config={"memory_limit": "50%"}) as connection:
        found = connection.sql("SELECT current_setting('memory_limit')").fetchall()
    number, unit = found[0][0].split()
    return int(float(number) * _UNITS[unit])
