"""Corpora that a test may change and run on."""

import shutil
from pathlib import Path

import pytest

from tests.pipeline.corpus import Corpus, MakeCorpus


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A published corpus, with a copy of everything beside it."""
    corpus = Corpus(tmp_path_factory.mktemp("prepared"))
    corpus.run(corpus.texts)
    for folder in (corpus.texts, corpus.warehouse):
        shutil.copytree(folder, corpus.folder / "saved" / folder.name, symlinks=True)
    return corpus


@pytest.fixture
def published(prepared: Corpus) -> Corpus:
    """The corpus after a first run; put back as it was, which is faster than another first run."""
    for path in prepared.folder.iterdir():
        if path.name != "saved":
            shutil.rmtree(path)
    shutil.copytree(prepared.folder / "saved", prepared.folder, symlinks=True, dirs_exist_ok=True)
    return prepared


@pytest.fixture
def some_samples(tmp_path: Path, repository: Path) -> Path:
    """Every fourth text of the sample corpus."""
    folder = tmp_path / "some"
    folder.mkdir()
    for file in sorted((repository / "seeds" / "texts").iterdir())[::4]:
        shutil.copy(file, folder)
    return folder


@pytest.fixture
def another(tmp_path: Path) -> MakeCorpus:
    """A corpus of the same texts in a folder of its own."""
    return lambda name: Corpus(tmp_path / name)
