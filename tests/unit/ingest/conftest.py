"""Reads a file the way a run does and hands back everything at once."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.contracts import Quarantine, ReadDocuments
from flows.ingest import Batch, ReadOptions, Root, SourceFile, list_files, read

ReadAll = Callable[..., Batch]


def read_file(file: SourceFile, **options: object) -> Batch:
    batches = list(read(file, ReadOptions(**options)))
    for batch in batches:
        ReadDocuments.validate(batch.documents)
        Quarantine.validate(batch.rejected)
        n_things = batch.documents.height + batch.rejected.height + batch.n_skipped
        assert n_things or len(batches) == 1
    frames = zip(Batch()[:3], *(batch[:3] for batch in batches), strict=True)
    return Batch(*map(pl.concat, frames), sum(batch.n_skipped for batch in batches))


@pytest.fixture
def read_all() -> ReadAll:
    def read_path(path: Path, **options: object) -> Batch:
        (file,) = list_files(Root(path.name, str(path))).files
        return read_file(file, **options)

    return read_path


@pytest.fixture
def read_bytes(tmp_path: Path, read_all: ReadAll) -> ReadAll:
    def write_and_read(name: str, data: bytes | str, **options: object) -> Batch:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_all(path, **options)

    return write_and_read
