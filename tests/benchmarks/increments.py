"""`python -m tests.benchmarks.increments [N]`: do increments equal a rebuild?

Goes through N (200 by default) random sequences of tests/property/increments.py, each in a
warehouse of its own, and prints how many sequences, steps and runs that were and how many failed,
with the steps of those that did.

`python -m tests.benchmarks.increments --cost SOURCE` prints instead what a run costs that finds
nothing new, and one that finds a hundred texts more, against the first run.
"""

import argparse
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.property.increments import Increments

STEPS = 20


def main(n_sequences: int, start: int) -> int:
    """Count sequences, print what failed and the sum; the exit code."""
    count = Counter(sequences=0, steps=0, runs=0, failures=0)
    begun = time.monotonic()

    class Counted(Increments):
        @invariant()
        def after_a_step(self) -> None:
            count["steps"] += 1

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                count["sequences"] += 1
                count["runs"] += self.n_runs + self.n_clean_runs
                if count["sequences"] % 10 == 0:
                    _print(count, begun)

    while count["sequences"] < n_sequences:
        only = settings(
            max_examples=n_sequences - count["sequences"],
            stateful_step_count=STEPS,
            deadline=None,
            # A failure is printed as it happened: making it shorter takes hundreds of runs.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        try:
            run_state_machine_as_test(seed(start + count["sequences"])(Counted), settings=only)
        except Exception:
            count["failures"] += 1
            traceback.print_exc()
    _print(count, begun)
    return 1 if count["failures"] else 0


def _print(count: Counter[str], begun: float) -> None:
    told = ", ".join(f"{number:,} {name}" for name, number in count.items())
    print(f"{told} in {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sequences", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cost", type=Path, metavar="SOURCE")
    given = parser.parse_args()
    if given.cost:
        from tests.benchmarks import increment_cost

        sys.exit(increment_cost.main(given.cost))
    sys.exit(main(given.sequences, given.seed))
