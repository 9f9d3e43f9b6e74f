"""Reading a source, and nothing else. Prints JSON."""

import json
import sys

from flows.ingest import ReadOptions, list_files, read, resolve
from tests.benchmarks.stopwatch import Stopwatch


def main(source: str) -> None:
    """Read every batch and let it go."""
    watch = Stopwatch()
    with watch.measuring(), watch.stage("read"):
        for file in list_files(resolve(source, {})).files:
            for _ in read(file, ReadOptions()):
                pass
    print(json.dumps(watch.stages))


if __name__ == "__main__":
    main(sys.argv[1])
