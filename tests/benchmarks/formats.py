"""CPU seconds of reading each format: of this process, and of the one that parses. Prints a table.

`python -m tests.benchmarks.formats FOLDER…` reads folders of any files of one format.
"""

import resource
import sys
from pathlib import Path

from flows.ingest import ReadOptions, Root, list_files, read
from flows.parsers import worker


def _cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def main(folders: list[str]) -> None:
    """Read each folder and end the parser process, so that its time counts for that folder."""
    print("folder | texts | MB of files | MB of text | CPU s here | CPU s parsing | texts/s | MB/s")
    for folder in folders:
        here, there = _cpu(resource.RUSAGE_SELF), _cpu(resource.RUSAGE_CHILDREN)
        n_texts, n_bytes = 0, 0
        files = list_files(Root(Path(folder).name, str(Path(folder).absolute()))).files
        for file in files:
            for batch in read(file, ReadOptions()):
                n_texts += batch.documents.height
                n_bytes += int(batch.documents["text"].str.len_bytes().sum())
        worker.stop()
        here = _cpu(resource.RUSAGE_SELF) - here
        there = _cpu(resource.RUSAGE_CHILDREN) - there
        size, seconds = sum(file.size for file in files) / 1e6, here + there
        print(
            f"{folder} | {n_texts:,} | {size:.1f} | {n_bytes / 1e6:.1f} | {here:.2f} | "
            f"{there:.2f} | {n_texts / seconds:.0f} | {size / seconds:.2f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
