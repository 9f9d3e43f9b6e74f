"""Names alone and all extraction, in seconds of one core, and spaCy beside them. Prints JSON.

CPU time of this process, warm, over the first 8 MB of a source; spaCy over its first megabyte. The
caller sees to it that there is one thread.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec

import polars as pl

from flows.describe import describe, extract
from flows.evaluate import spacy_mentions
from flows.extract import read
from flows.extract.names import find_names
from flows.extraction import Tables, load_lexicon, load_places, load_tagger
from flows.ingest import ReadOptions, list_files, resolve
from flows.ingest import read as read_file
from flows.settings import Settings

_BYTES, _SAMPLE = 8_000_000, 1_000_000
_TURNS = 3


def main(source: str, pipeline: str) -> None:
    """Time every step on its own, best of three; spaCy, which takes a minute, once."""
    documents = _first(_documents(source), _BYTES)
    tables = Tables.of(Settings())
    lexicon, tagger, places = load_lexicon(tables.lexicon), load_tagger(tables), load_places(tables)
    reading = read(documents, lexicon)
    steps: dict[str, tuple[pl.DataFrame, Callable[[], object]]] = {
        "tokens and sentences": (documents, lambda: read(documents, lexicon)),
        "names alone, read already": (documents, lambda: find_names(reading, lexicon, tagger)),
        "names alone, from text": (
            documents,
            lambda: find_names(read(documents, lexicon), lexicon, tagger),
        ),
        "all extraction": (documents, lambda: extract(documents, lexicon, tagger, places)),
        "and stance, pairs, contracts": (
            documents,
            lambda: describe(documents, lexicon, tagger, places),
        ),
    }
    report = {name: _step(texts, run, _TURNS) for name, (texts, run) in steps.items()}
    if _installed("spacy", pipeline):
        sample = _first(documents, _SAMPLE)
        peer = _step(sample, lambda: spacy_mentions(sample, pipeline), 1)
        report[f"spaCy {pipeline}, names alone"] = peer
    print(json.dumps(report))


def _step(documents: pl.DataFrame, run: Callable[[], object], turns: int) -> dict[str, float]:
    seconds: list[float] = []
    for _ in range(turns):
        begun = time.process_time()
        run()
        seconds.append(time.process_time() - begun)
    size = int(documents["text"].str.len_bytes().sum())
    return {"seconds": min(seconds), "megabytes": size / 1e6}


def _documents(source: str) -> pl.DataFrame:
    """Enough of a source."""
    found: list[pl.DataFrame] = []
    for file in list_files(resolve(source, {})).files:
        for batch in read_file(file, ReadOptions()):
            found.append(batch.documents)
            if sum(frame["text"].str.len_bytes().sum() for frame in found) >= _BYTES:
                return pl.concat(found)
    return pl.concat(found)


def _first(documents: pl.DataFrame, size: int) -> pl.DataFrame:
    """The first documents, up to a number of bytes of text; one at least."""
    until = documents["text"].str.len_bytes().cum_sum() <= size
    return documents.head(max(1, int(until.sum())))


def _installed(*modules: str) -> bool:
    return all(find_spec(module) is not None for module in modules)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
