"""Extraction of a warehouse's parts, one after the other, stage by stage. Prints JSON.

POLARS_MAX_THREADS=1 makes it a figure per core.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from flows.contracts import PART_TABLES, Rejected
from flows.extract import extract
from flows.extraction import Tables, load_lexicon, load_tagger
from flows.lexicon import Lexicon
from flows.pair import pair, stances
from flows.settings import Settings
from flows.store import Warehouse
from flows.store.parts import write_extracted
from flows.tag import Tagger
from tests.benchmarks.stopwatch import Stopwatch

EXTRACT = "tokens, sentences, names, links, dates, quantities, modality, quotations"


def main(warehouse: Path) -> None:
    """Extract every part of documents into a warehouse that is thrown away."""
    watch = Stopwatch()
    with TemporaryDirectory() as folder, watch.measuring():
        target = Warehouse.at(Path(folder))
        target.create()
        with watch.stage("load lexicon and model"):
            tables = Tables.of(Settings())
            lexicon, tagger = load_lexicon(tables.lexicon), load_tagger(tables)
        for path in sorted((warehouse / "parts" / "documents").glob("*.parquet")):
            _extract(path, target, (lexicon, tagger), watch)
    print(json.dumps(watch.stages))


def _extract(
    path: Path, target: Warehouse, tables: tuple[Lexicon, Tagger | None], watch: Stopwatch
) -> None:
    lexicon, tagger = tables
    with watch.stage("read the part"):
        documents = pl.read_parquet(path).drop("part")
    with watch.stage(EXTRACT):
        extracted = extract(documents, lexicon, tagger)
    read, assertion, named = extracted.read, extracted.assertion, extracted.named
    with watch.stage("stance"):
        sides = stances(documents, read, assertion, named, lexicon)
    with watch.stage("pair"):
        evidence = pair(extracted.mentions, sides)
    frames = extracted.frames | {"evidence": evidence, "rejected": Rejected.create_empty()}
    with watch.stage("hold against the contracts"):
        for name, frame in frames.items():
            PART_TABLES[name].filter(frame)
    with watch.stage("write the part"):
        write_extracted(target, "benchmark", path.stem, frames)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
