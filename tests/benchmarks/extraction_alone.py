"""Extraction of a warehouse's parts, one after the other, stage by stage. Prints JSON.

POLARS_MAX_THREADS=1 makes it a figure per core.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from flows.contracts import PART_TABLES, Rejected
from flows.describe import extract
from flows.extraction import Tables, load_lexicon, load_places, load_tagger
from flows.lexicon import Lexicon
from flows.pair import pair, stances
from flows.places import Places
from flows.settings import Settings
from flows.store import Warehouse
from flows.store.parts import write_extracted
from flows.stories import sketch
from flows.tag import Tagger
from tests.benchmarks.stopwatch import Stopwatch

EXTRACT = "tokens, sentences, names, links, dates, quantities, modality, quotations"


def main(warehouse: Path) -> None:
    """Extract every part of documents into a warehouse that is thrown away."""
    watch = Stopwatch()
    with TemporaryDirectory() as folder, watch.measuring():
        target = Warehouse.at(Path(folder))
        target.create()
        with watch.stage("load lexicon, model and gazetteer"):
            tables = Tables.of(Settings())
            found = load_lexicon(tables.lexicon), load_tagger(tables), load_places(tables)
        for path in sorted((warehouse / "parts" / "documents").glob("*.parquet")):
            _extract(path, target, found, watch)
    print(json.dumps(watch.stages))


def _extract(
    path: Path,
    target: Warehouse,
    tables: tuple[Lexicon, Tagger | None, Places | None],
    watch: Stopwatch,
) -> None:
    lexicon, tagger, places = tables
    with watch.stage("read the part"):
        documents = pl.read_parquet(path).drop("part")
    with watch.stage(EXTRACT):
        extracted = extract(documents, lexicon, tagger, places)
    read, assertion, named = extracted.read, extracted.assertion, extracted.named
    with watch.stage("stance"):
        sides = stances(documents, read, assertion, named, lexicon)
    with watch.stage("pair"):
        evidence = pair(extracted.mentions.filter(~pl.col("is_credit")), sides)
    with watch.stage("stories"):
        sketches = sketch(documents, read)
    frames = extracted.frames | {
        "evidence": evidence,
        "sketches": sketches,
        "rejected": Rejected.create_empty(),
    }
    with watch.stage("hold against the contracts"):
        for name, frame in frames.items():
            PART_TABLES[name].filter(frame)
    with watch.stage("write the part"):
        write_extracted(target, "benchmark", path.stem, frames)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
