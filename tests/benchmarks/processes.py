"""A measurement in a process of its own, so that its times and its peak memory are its own."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.benchmarks.environment import ENVIRONMENT


def measure(module: str, *arguments: str, **environment: str) -> Any:
    """What `python -m tests.benchmarks.<module>` prints last, from JSON."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments],
        env=os.environ | ENVIRONMENT | environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
