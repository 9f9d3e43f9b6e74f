"""What a run costs as texts grow: `python -m tests.benchmarks.growth SOURCE [TIMES ...]`.

The same texts several times over (once and six times by default), each time in other words: every
word of four small letters and more gets a letter behind it. So names stay as frequent as they are,
and no text resembles another that did not before. Disk is what the models put aside for a while.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import ascii_lowercase
from tempfile import TemporaryDirectory

import polars as pl
from rich.console import Console
from rich.table import Table

from flows.ingest import ReadOptions, list_files, read, resolve
from tests.benchmarks.processes import measure

_EVERY_SECONDS = 0.2

console = Console(highlight=False, soft_wrap=True)


def main(source: str, times: list[int]) -> None:
    """Run over the source so many times over and print a line for each."""
    table = Table(source, box=None, pad_edge=False, padding=(0, 2))
    for heading in ("texts", "MB", "seconds", "MB/s", "models", "peak MB", "disk MB"):
        table.add_column(heading, justify="right")
    for n in times:
        with TemporaryDirectory() as folder:
            texts, warehouse = Path(folder) / "texts", Path(folder) / "warehouse"
            _write(source, texts, n)
            with _disk_used(warehouse) as disk:
                home = str(Path(folder) / "home")
                run = measure("whole_run", str(warehouse), str(texts), PREFECT_HOME=home)
        table.add_row(
            f"{n} times",
            f"{run['documents']:,}",
            f"{run['megabytes']:.0f}",
            f"{run['seconds']:.0f}",
            f"{run['megabytes'] / run['seconds']:.2f}",
            f"{run['stages']['model']['seconds']:.0f}",
            f"{run['peak']:,.0f}",
            f"{max(disk, default=0):,.0f}",
        )
    console.print(table)


def _write(source: str, folder: Path, times: int) -> None:
    """The source's texts as Parquet files, in other words from the second time on."""
    folder.mkdir()
    kept = ["text", "title", "published_at", "publisher"]
    for file in list_files(resolve(source, {})).files:
        for number, batch in enumerate(read(file, ReadOptions())):
            for turn in range(times):
                letter = f"${{0}}{ascii_lowercase[turn]}" if turn else "${0}"
                other = pl.col("text").str.replace_all(r"\b[a-z]{4,}\b", letter)
                texts = batch.documents.select(kept).with_columns(other)
                texts.write_parquet(folder / f"{turn}-{Path(file.path).stem}-{number}.parquet")


@contextmanager
def _disk_used(warehouse: Path) -> Iterator[list[float]]:
    """Megabytes in the models' temporary files, seen again and again inside the block."""
    seen: list[float] = []
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(_EVERY_SECONDS):
            spilled = warehouse.glob("staging/*/spill/*")
            seen.append(sum(_size(path) for path in spilled) / 1e6)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        finished.set()
        watcher.join()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], [int(times) for times in sys.argv[2:]] or [1, 6])
