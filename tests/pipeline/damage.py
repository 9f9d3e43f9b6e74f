"""Ways in which a disk or a careless hand damages a file."""

from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path], object]


def flip_bits(path: Path) -> None:
    """Turn eight bits where a small Parquet file has its pages; the size stays as it is."""
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 0xFF
    path.write_bytes(data)


def truncate(path: Path) -> None:
    """Lose the second half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Lose all but the name."""
    path.write_bytes(b"")


DAMAGES: tuple[Damage, ...] = (flip_bits, truncate, empty, Path.unlink)
