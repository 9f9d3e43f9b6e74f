"""What a run costs as texts grow: `python -m tests.benchmarks.growth SOURCE [TIMES ...]`.

The same texts several times over (once and six times by default), each time in other words: every
word of four small letters and more gets a letter behind it. So names stay as frequent as they are,
and no text resembles another that did not before. Disk is what the models put aside for a while.
"""

import sys
from pathlib import Path
from string import ascii_lowercase
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from flows.ingest import ReadOptions, list_files, read, resolve
from tests.benchmarks.processes import measure
from tests.benchmarks.watching import watching

_EVERY_SECONDS = 0.2

console = Console(highlight=False, soft_wrap=True)


def main(source: str, times: list[int]) -> None:
    """Run over the source so many times over and print a line for each."""
    table = Table(source, box=None, pad_edge=False, padding=(0, 2))
    for heading in ("texts", "MB", "seconds", "MB/s", "models", "peak MB", "disk MB"):
        table.add_column(heading, justify="right")
    for n in times:
        run, disk = _run(source, n)
        table.add_row(
            f"{n} times",
            f"{run['documents']:,}",
            f"{run['megabytes']:.0f}",
            f"{run['seconds']:.0f}",
            f"{run['megabytes'] / run['seconds']:.2f}",
            f"{run['stages']['model']['seconds']:.0f}",
            f"{run['peak']:,.0f}",
            f"{disk:,.0f}",
        )
    console.print(table)


def _run(source: str, times: int) -> tuple[dict[str, Any], float]:
    """What a whole run measures, and the most megabytes it put aside."""
    seen = [0.0]
    with TemporaryDirectory() as folder:
        texts, warehouse = Path(folder) / "texts", Path(folder) / "warehouse"
        _write(source, texts, times)
        with watching(lambda: seen.append(_disk_used(warehouse)), _EVERY_SECONDS):
            home = str(Path(folder) / "home")
            run = measure("whole_run", str(warehouse), str(texts), PREFECT_HOME=home)
    return run, max(seen)


def _write(source: str, folder: Path, times: int) -> None:
    """The source's texts as Parquet files, in other words from the second time on."""
    folder.mkdir()
    kept = ["text", "title", "published_at", "publisher"]
    for file in list_files(resolve(source, {})).files:
        for number, batch in enumerate(read(file, ReadOptions())):
            for turn in range(times):
                more = ascii_lowercase[turn % 26] * (turn // 26 + 1) if turn else ""
                other = pl.col("text").str.replace_all(r"\b[a-z]{4,}\b", f"${{0}}{more}")
                texts = batch.documents.select(kept).with_columns(other)
                texts.write_parquet(folder / f"{turn}-{Path(file.path).stem}-{number}.parquet")


def _disk_used(warehouse: Path) -> float:
    """Megabytes in the models' temporary files now."""
    return sum(_size(path) for path in warehouse.glob("staging/*/spill/*")) / 1e6


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], [int(times) for times in sys.argv[2:]] or [1, 6])
