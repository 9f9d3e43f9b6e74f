"""A Ray cluster of two worker processes: the same bytes, also when one of them is killed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flows import progress
from tests.pipeline.corpus import SHIPPED_TABLES, Corpus, sha256_of_datasets

pytest.importorskip("prefect_ray", reason="the extra alongside[ray] is not installed")


@pytest.fixture
def ray_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Ray keeps its sockets, whose paths must be short, and a token of the test's own."""
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("RAY_TMPDIR", folder)
        monkeypatch.setenv("RAY_AUTH_TOKEN", "of this test, not of the user's home")
        yield Path(folder)


# Ray's own: files of processes that it leaves to be collected, and what will change in it.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning")
@pytest.mark.usefixtures("ray_folder")
def test_a_cluster_makes_the_same_bytes(corpus: Corpus, samples: Path, repository: Path) -> None:
    killed: list[psutil.Process] = []

    def kill(event: progress.Event) -> None:
        if event.stage == "extract" and event.documents and not killed:
            # Ray names its workers after what they are at.
            at_work = (
                each
                for each in psutil.Process().children(recursive=True)
                if each.cmdline()[:1] and each.cmdline()[0].startswith("ray::extract")
            )
            killed.extend(list(at_work)[:1])
            killed[0].kill()

    with progress.listening(kill):
        corpus.flow(
            repository / "seeds" / "texts",
            runner="ray",
            workers=2,
            part_bytes=5_000,
            **SHIPPED_TABLES,
        )
    assert len(list(corpus.warehouse.glob("parts/documents/*.parquet"))) > 4
    assert killed
    assert sha256_of_datasets(corpus.warehouse) == sha256_of_datasets(samples)
