"""What a run costs that finds nothing new, or a hundred texts more, against a full run.

Each run is a process of its own, as it is when a schedule starts it, and is measured from when
Prefect has started.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.settings import Settings
from flows.store import connect
from tests.benchmarks.processes import measure

N_ADDED = 100

console = Console(highlight=False, soft_wrap=True)


def main(source: Path) -> None:
    """Run three times and print what each run cost."""
    with TemporaryDirectory() as folder:
        runs = dict(_runs(str(source), Path(folder)))
    full, *_, added = runs.values()
    console.print(
        f"\n[bold]{source}[/]: {full['documents']:,} texts, then "
        f"{added['documents'] - full['documents']} more, {Settings().workers} workers, "
        f"load {full['load']:.1f} before it began; Prefect started before each run"
    )
    console.print(_table(runs))


def _runs(source: str, folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each run by name, told as soon as it is through."""
    warehouse, more = folder / "warehouse", folder / "more.jsonl"
    for name in ("full", "no news", f"{N_ADDED} more"):
        sources = [source]
        if name.endswith("more"):
            _write_more(warehouse, more)
            sources.append(str(more))
        run = measure("whole_run", str(warehouse), *sources, PREFECT_HOME=str(folder / "home"))
        console.print(f"{name}: {run['seconds']:.1f} s, CPU {run['cpu']:.1f} s")
        yield name, run


def _table(runs: dict[str, dict[str, Any]]) -> Table:
    """Seconds of every step and of the whole, and the latter as a share of the full run."""
    table = Table("seconds", box=None, pad_edge=False, padding=(0, 2))
    for name in runs:
        table.add_column(name, justify="right")
    full = runs["full"]
    for step in full["stages"]:
        taken = [run["stages"].get(step, {}).get("seconds") for run in runs.values()]
        table.add_row(step, *("" if each is None else f"{each:.2f}" for each in taken))
    for title, key in (("whole run", "seconds"), ("CPU", "cpu")):
        table.add_row(title, *(f"{run[key]:.1f}" for run in runs.values()))
        table.add_row("of full", *(f"{run[key] / full[key]:.1%}" for run in runs.values()))
    return table


def _write_more(warehouse: Path, file: Path) -> None:
    """A hundred texts, each of the words of two that are published."""
    with connect(warehouse=warehouse) as connection:
        query = f"SELECT text FROM documents ORDER BY doc_id LIMIT {2 * N_ADDED}"
        texts = [text for (text,) in connection.sql(query).fetchall()]
    pairs = zip(texts[::2], texts[1::2], strict=False)
    lines = [
        json.dumps({"id": at, "text": f"{one} {other}"}) for at, (one, other) in enumerate(pairs)
    ]
    file.write_text("\n".join(lines))
