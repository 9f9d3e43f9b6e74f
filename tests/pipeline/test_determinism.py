"""The same texts give the same bytes, however they are read."""

import shutil
from pathlib import Path

import pytest

from tests.pipeline.corpus import SHIPPED_TABLES, Corpus, MakeCorpus, sha256_of_datasets


@pytest.fixture
def halves(tmp_path: Path, some_samples: Path) -> tuple[Path, Path]:
    """Texts of the sample corpus in two folders."""
    files = sorted(some_samples.iterdir())
    for name, some in (("odd", files[1::2]), ("even", files[::2])):
        (tmp_path / name).mkdir()
        for file in some:
            shutil.copy(file, tmp_path / name)
    return tmp_path / "odd", tmp_path / "even"


@pytest.mark.usefixtures("prefect_server")
def test_order_workers_and_size_of_parts_do_not_show(
    halves: tuple[Path, Path], another: MakeCorpus
) -> None:
    odd, even = halves
    plain, turned, stepwise = (another(name) for name in ("plain", "turned", "stepwise"))
    plain.flow(odd, even, workers=1, **SHIPPED_TABLES)
    turned.flow(even, odd, workers=2, part_bytes=1_000, **SHIPPED_TABLES)
    assert len(list(turned.warehouse.glob("parts/documents/*.parquet"))) > 4
    stepwise.flow(even, workers=2, **SHIPPED_TABLES)
    stepwise.flow(odd, part_bytes=1_000, runner="processes", **SHIPPED_TABLES)
    expected = sha256_of_datasets(plain.warehouse)
    assert sha256_of_datasets(turned.warehouse) == expected
    assert sha256_of_datasets(stepwise.warehouse) == expected


def test_a_source_given_twice_is_read_once(corpus: Corpus) -> None:
    assert corpus.run(corpus.texts, corpus.texts).tally.discovered == 3
