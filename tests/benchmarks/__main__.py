"""`python -m tests.benchmarks SOURCE …`: megabytes of text a second and peak memory per stage.

At the end of each source: names alone and all extraction on one core, and spaCy's names beside
them where spaCy and its `en_core_web_sm` (or the pipeline that SPACY_PIPELINE names) are installed.

Each measurement has a process of its own, so that its peak memory is its own. A megabyte is a
million bytes of UTF-8 text; memory is the resident set of the process.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.settings import Settings
from tests.benchmarks.environment import ONE_CORE
from tests.benchmarks.processes import measure

console = Console(highlight=False, soft_wrap=True)


def main(sources: list[str]) -> None:
    """Measure the whole run, then reading and extraction alone, and print both."""
    for source in sources:
        if not Path(source).exists():
            console.print(f"skipped: there is no {source}")
            continue
        with TemporaryDirectory() as folder:
            warehouse = str(Path(folder) / "warehouse")
            run = measure("whole_run", warehouse, source, PREFECT_HOME=str(Path(folder) / "home"))
            alone = {
                "reading alone": measure("reading_alone", source),
                "extraction alone, one thread": measure("extraction_alone", warehouse, **ONE_CORE),
                "extraction alone, all threads": measure("extraction_alone", warehouse),
            }
        _print_run(source, run)
        for name, stages in alone.items():
            _print_stages(name, stages, run["megabytes"])
        pipeline = os.environ.get("SPACY_PIPELINE", "en_core_web_sm")
        _print_per_core(measure("per_core", source, pipeline, **ONE_CORE))


def _print_run(source: str, run: dict[str, Any]) -> None:
    megabytes, seconds = run["megabytes"], run["seconds"]
    console.print(
        f"\n[bold]{source}[/]: {run['documents']:,} texts, {megabytes:.2f} MB of text, "
        f"{Settings().workers} workers, load {run['load']:.1f} before it began\n"
        f"whole run, Prefect started: {seconds:.1f} s, [bold]{megabytes / seconds:.2f} MB/s[/], "
        f"peak {run['peak']:,.0f} MB (before it began {run['before']:,.0f} MB)"
    )
    _print_stages("within the run", run["stages"], megabytes)


def _print_per_core(steps: dict[str, dict[str, float]]) -> None:
    table = Table("one core, CPU time", box=None, pad_edge=False, padding=(0, 2))
    for heading in ("MB", "seconds", "MB/s"):
        table.add_column(heading, justify="right")
    for name, step in steps.items():
        speed = step["megabytes"] / step["seconds"]
        table.add_row(name, f"{step['megabytes']:.2f}", f"{step['seconds']:.2f}", f"{speed:.3g}")
    console.print()
    console.print(table)


def _print_stages(title: str, stages: dict[str, dict[str, float]], megabytes: float) -> None:
    table = Table(title, box=None, pad_edge=False, padding=(0, 2))
    for heading in ("seconds", "MB/s", "peak MB"):
        table.add_column(heading, justify="right")
    for name, stage in stages.items():
        speed = f"{megabytes / stage['seconds']:.1f}" if stage["seconds"] >= 0.01 else ""
        peak = f"{stage['peak']:,.0f}" if stage.get("peak") else ""
        table.add_row(name, f"{stage['seconds']:.2f}", speed, peak)
    console.print()
    console.print(table)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
