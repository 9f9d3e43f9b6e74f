"""`python -m tests.benchmarks.cold_start [--fresh-home] [--times N]`.

Wall clock of whole processes, in turns: a bare one-task Prefect flow, and `alongside run` on the
sample corpus into an empty warehouse. Both with the same environment; with --fresh-home each
process makes Prefect's database anew, else all share one that is there.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.environment import ENVIRONMENT

BARE = [sys.executable, "-m", "tests.benchmarks.bare_flow"]
RUN = [sys.executable, "-c", "from flows.cli import main; main()", "run", "--warehouse"]


def main(times: int, fresh_home: bool) -> None:
    """Time both in turns and print medians and their ratio."""
    taken: dict[str, list[float]] = {"bare flow": [], "alongside run": []}
    with TemporaryDirectory() as folder:
        shared = Path(folder) / "home"
        # Neither side pays for bytecode, nor for the shared home.
        _timed(BARE, shared)
        _timed([*RUN, f"{folder}/warm-up"], shared)
        for number in range(times):
            commands = {"bare flow": BARE, "alongside run": [*RUN, f"{folder}/warehouse-{number}"]}
            for name, command in commands.items():
                home = Path(folder) / f"home-{name}-{number}" if fresh_home else shared
                taken[name].append(_timed(command, home))
    for name, seconds in taken.items():
        each = ", ".join(f"{value:.2f}" for value in seconds)
        print(f"{name:<15} median {median(seconds):6.2f} s   ({each})")
    print(f"ratio           {median(taken['alongside run']) / median(taken['bare flow']):6.2f}")


def _timed(command: list[str], home: Path) -> float:
    # Empty: bytecode is written, as in an ordinary installation.
    home_and_bytecode = {"PREFECT_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    environment = os.environ | ENVIRONMENT | home_and_bytecode
    begun = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--fresh-home", action="store_true")
    given = parser.parse_args()
    main(given.times, given.fresh_home)
