"""Ways in which a disk or a careless hand damages a file."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

Damage = Callable[[Path], object]


def flip_bits(path: Path) -> None:
    """Turn eight bits, in a Parquet file some of a page; the size stays as it is."""
    data = bytearray(path.read_bytes())
    data[_inside_a_page(path) if path.suffix == ".parquet" else len(data) // 4] ^= 0xFF
    path.write_bytes(data)


def _inside_a_page(path: Path) -> int:
    """The end of the first column's values: the last bytes of a page of indices may be padding."""
    column = pq.read_metadata(path).row_group(0).column(0)
    if column.dictionary_page_offset:
        return column.data_page_offset - 1
    return column.data_page_offset + column.total_compressed_size - 1


def truncate(path: Path) -> None:
    """Lose the second half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Lose all but the name."""
    path.write_bytes(b"")


DAMAGES: tuple[Damage, ...] = (flip_bits, truncate, empty, Path.unlink)
