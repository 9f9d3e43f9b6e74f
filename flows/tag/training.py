"""The shipped tables from their sources, one step each."""

import shutil
from pathlib import Path

import polars as pl

from flows.lexicon import Lexicon
from flows.tag.clusters import build_words
from flows.tag.gazetteer import build_places
from flows.tag.resources import PLACES, WORDS, Resources
from flows.tag.samples import read_samples
from flows.tag.train import train


def write_words(folder: Path, texts: list[str], lexicon: Lexicon) -> None:
    """Clusters and spellings of words from raw texts, and surnames."""
    _write(build_words(texts, lexicon), folder / WORDS)


def write_places(folder: Path) -> None:
    """The gazetteer of places."""
    _write(build_places(), folder / PLACES)


def copy_tables(source: Path, folder: Path) -> None:
    """Words and places of another folder."""
    for name in (WORDS, PLACES):
        shutil.copyfile(source / name, folder / name)


def write_model(folder: Path, gold: Path, lexicon: Lexicon, held_out: tuple[Path, ...] = ()) -> int:
    """Weights from labelled texts, for the words and places that are there; number of rows."""
    resources = Resources.load(folder, lexicon)
    return train(read_samples(gold, lexicon, resources, held_out), folder)


def _write(table: pl.DataFrame, path: Path) -> None:
    table.write_parquet(path, compression="zstd", compression_level=19, statistics=False)
