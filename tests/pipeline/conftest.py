"""Corpora that a test may change and run on."""

from pathlib import Path

import pytest

from tests.pipeline.corpus import Corpus, MakeCorpus


@pytest.fixture
def corpus(prefect_server: str, tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


@pytest.fixture
def published(corpus: Corpus) -> Corpus:
    """The corpus after a first run."""
    corpus.run(corpus.texts)
    return corpus


@pytest.fixture
def another(prefect_server: str, tmp_path: Path) -> MakeCorpus:
    """A corpus of the same texts in a folder of its own."""
    return lambda name: Corpus(tmp_path / name)
