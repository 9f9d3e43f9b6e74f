"""Labelled texts for training: which labels every candidate may have."""

import gzip
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.errors import UsageError
from flows.extract.names import by_rules
from flows.extract.reading import Reading, read
from flows.lexicon import Lexicon
from flows.tag.features import parts_of
from flows.tag.labels import N_LABELS, Names, O, spread
from flows.tag.resources import Resources
from flows.tag.tagger import Observed, observe

#: What the `labels` field of a training file promises, and how much its runs weigh.
FULL, WITHOUT_MISC, SILVER = "full", "omisc", "silver"
_WEIGHTS = {FULL: 1.0, WITHOUT_MISC: 1.0, SILVER: 0.6}
#: Of the silver texts every second is enough: more of them only draws the chain to their errors.
_SILVER_STEP = 2
_LABELS = {"PER": 0, "ORG": 1, "LOC": 2, "MISC": 3}
_MISC = [O, *range(1 + 4 * 3, N_LABELS)]
_ARTICLE = r"^((?:the|The|THE|a|an)\s+)"


class Samples(NamedTuple):
    """Candidates with their features, the labels they may have, the weight of each, and whether its
    labels are silver.
    """

    seen: Observed
    allowed: np.ndarray
    weight: np.ndarray
    silver: np.ndarray


def read_samples(
    folder: Path, lexicon: Lexicon, resources: Resources, held_out: tuple[Path, ...] = ()
) -> Samples:
    """Every file of a folder, less the texts that files held out have too.

    Raises UsageError where there is none.
    """
    documents, names = _documents(folder, _texts(held_out))
    reading = read(documents, lexicon)
    words, found = by_rules(reading, lexicon)
    seen = observe(words, found, resources)
    promise = documents["labels"].to_numpy()[reading.tokens["doc"].to_numpy()[seen.chosen.at]]
    allowed = _allowed(reading, seen, _tokens(reading, names))
    allowed[np.ix_((promise == WITHOUT_MISC) & allowed[:, O], _MISC)] = True
    # The silver teacher misses names: where the rules see one and it does not, nothing is certain.
    allowed[(promise == SILVER) & allowed[:, O] & (parts_of(seen.values)["rule"] > 0)] = True
    weight = np.select([promise == name for name in _WEIGHTS], list(_WEIGHTS.values()))
    return Samples(seen, allowed, weight, promise == SILVER)


def _documents(folder: Path, held_out: set[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Texts with their promises, and their names without articles: doc, start, end, kind."""
    paths = sorted(folder.glob("*.jsonl*"))
    if not paths:
        raise UsageError(f"{folder} holds no .jsonl or .jsonl.gz to train on.")
    texts: list[str] = []
    promises: list[str] = []
    spans: list[tuple[int, int, int, int]] = []
    n_silver = 0
    for path in paths:
        for line in json_lines(path):
            record = json.loads(line)
            n_silver += record["labels"] == SILVER
            passed_over = record["labels"] == SILVER and n_silver % _SILVER_STEP
            if passed_over or record["text"] in held_out:
                continue
            spans += [(len(texts), a, b, _LABELS[label]) for a, b, label in record["ents"]]
            texts.append(record["text"])
            promises.append(record["labels"])
    documents = pl.DataFrame({"text": texts, "labels": promises}).with_columns(
        body_start=pl.lit(0, pl.Int32)
    )
    names = pl.DataFrame(spans, schema=["doc", "start", "end", "kind"], orient="row")
    begin = documents["text"].gather(names["doc"]).str.slice(names["start"], 8)
    article = begin.str.extract(_ARTICLE).str.len_chars().fill_null(0).cast(pl.Int64)
    return documents, names.with_columns(start=pl.col("start") + article)


def _tokens(reading: Reading, names: pl.DataFrame) -> Names:
    """Names as tokens."""
    wide = 2**32
    doc = reading.tokens["doc"].to_numpy().astype(np.int64) * wide
    start, end = (doc + reading.tokens[name].to_numpy() for name in ("start", "end"))
    low = names["doc"].to_numpy() * wide + names["start"].to_numpy()
    high = names["doc"].to_numpy() * wide + names["end"].to_numpy()
    first = np.searchsorted(end, low, side="right")
    last = np.searchsorted(start, high, side="left") - 1
    real = last >= first
    return Names(first[real], last[real], names["kind"].to_numpy()[real])


def _allowed(reading: Reading, seen: Observed, names: Names) -> np.ndarray:
    """Labels every candidate may have; any, where a name is not wholly inside one run."""
    chosen = seen.chosen
    n = len(reading.type_of)
    run = np.full(n, -1)
    run[chosen.at] = np.cumsum(chosen.begins)
    whole = (run[names.first] >= 0) & (run[names.first] == run[names.last])
    labels = np.zeros(n, dtype=np.int64)
    at, _ = spread(Names(*(part[~whole] for part in names)))
    labels[at] = -1
    at, label = spread(Names(*(part[whole] for part in names)))
    labels[at] = label
    mine = labels[chosen.at]
    allowed = np.zeros((len(mine), N_LABELS), dtype=bool)
    allowed[np.arange(len(mine)), np.maximum(mine, 0)] = True
    allowed[mine < 0] = True
    return allowed


def _texts(paths: tuple[Path, ...]) -> set[str]:
    return {json.loads(line)["text"] for path in paths for line in json_lines(path)}


def json_lines(path: Path) -> list[bytes]:
    """The lines of a file of JSON lines, packed or not. Strings in them may hold other separators
    than the line feed (U+2028), so bytes are split.
    """
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines()
