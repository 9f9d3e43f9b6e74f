"""Disks that are full, read-only or of another user: one message, and nothing half published."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows import progress
from flows.errors import AlongsideError
from flows.store import Warehouse, connect, snapshots
from tests.network_guard import PYTHON_PATH
from tests.pipeline.corpus import Corpus, assert_whole, sha256_of_datasets
from tests.pipeline.disks import fill, remount, small_disk, small_files

#: Where a run begins to write parts, the build file, datasets, manifest, ledger and pointer.
STEPS = ("ingest", "model", "export", "seal", "place", "commit")
#: Of these, one in a task that reads, one in a task beside another, and one in the last task: that
#: an error comes through Prefect as it is. The others need not wait for it.
THROUGH_PREFECT = ("ingest", "export", "commit")
NOBODY = 65_534


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with small_disk(tmp_path_factory.mktemp("disks") / "disk") as folder:
        yield folder


@pytest.fixture(scope="module")
def on_disk(disk: Path) -> Corpus:
    """A corpus that is published on a small disk."""
    corpus = Corpus(disk)
    corpus.run(corpus.texts)
    return corpus


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk(on_disk: Corpus, step: str) -> None:
    before = sha256_of_datasets(on_disk.warehouse)
    (on_disk.texts / "new.txt").write_text("Turkey spoke.")

    def listener(event: progress.Event) -> None:
        if event.stage == step:
            fill(on_disk.folder)

    with (
        progress.listening(listener),
        pytest.raises(AlongsideError, match=r"cannot write to the warehouse .*: No space left on"),
    ):
        (on_disk.flow if step in THROUGH_PREFECT else on_disk.run)()
    assert sha256_of_datasets(on_disk.warehouse) == before
    assert_whole(on_disk.warehouse)
    (on_disk.folder / "filler").unlink()


def test_a_disk_with_room_again(on_disk: Corpus) -> None:
    """After all of these; whoever came to a later step had done the earlier ones again."""
    (on_disk.texts / "new.txt").write_text("Turkey spoke.")
    assert on_disk.run().tally.new == 1
    assert_whole(on_disk.warehouse)
    assert list((on_disk.warehouse / "staging").iterdir()) == []


@pytest.mark.parametrize("step", ["ingest", "model", "export"])
def test_a_file_that_may_not_grow(published: Corpus, step: str) -> None:
    before = sha256_of_datasets(published.warehouse)
    (published.texts / "new.txt").write_text("Turkey spoke.")
    with ExitStack() as limits:

        def listener(event: progress.Event) -> None:
            if event.stage == step:
                limits.enter_context(small_files())

        with (
            progress.listening(listener),
            pytest.raises(
                AlongsideError, match=r"cannot write to the warehouse .*: File too large"
            ),
        ):
            published.run()
    assert sha256_of_datasets(published.warehouse) == before
    assert_whole(published.warehouse)
    assert published.run().tally.new == 1


def test_a_read_only_warehouse_can_be_read(published: Corpus, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        corpus = Corpus(disk)
        shutil.copytree(published.warehouse, corpus.warehouse, symlinks=True)
        remount(disk, "ro")
        with pytest.raises(AlongsideError, match=r"cannot write to the .*: Read-only file system"):
            corpus.run()
        with connect(warehouse=corpus.warehouse) as connection:
            assert connection.execute("SELECT count(*) > 2 FROM documents").fetchone() == (True,)


WRITE = """
import sys
from pathlib import Path
from flows.errors import AlongsideError
from flows.store.layout import Warehouse
from flows.store.lock import exclusive
try:
    with exclusive(Warehouse.at(Path(sys.argv[1]))):
        print("written")
except AlongsideError as error:
    print(error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_warehouse_of_another_user() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        warehouse = Warehouse.at(Path(folder) / "warehouse")
        warehouse.create()
        try:
            done = subprocess.run(
                [sys.executable, "-c", WRITE, str(warehouse.folder)],
                user=NOBODY,
                env=os.environ | {"PYTHONPATH": PYTHON_PATH},
                capture_output=True,
                text=True,
                check=False,
            )
        except PermissionError:
            pytest.skip("another user may not start this Python")
        expected = f"cannot write to the warehouse {warehouse.folder}: Permission denied\n"
        assert (done.stdout, done.stderr) == (expected, "")


def test_a_clock_that_went_back_changes_neither_order_nor_collection(published: Corpus) -> None:
    """Another run, long before the first by the clock: the snapshot there is from the future."""
    place = Warehouse.at(published.warehouse)
    first = snapshots.current_id(place) or ""
    manifest = place.snapshot(first) / "manifest.json"
    year = str(snapshots.read(place, first).created_at.year)
    manifest.write_text(
        manifest.read_text().replace(f'"created_at": "{year}', '"created_at": "2999')
    )
    snapshots.commit(place, first)
    (published.texts / "new.txt").write_text("Turkey spoke.")
    second = published.run(keep_snapshots=1, keep_days=0).snapshot
    assert snapshots.current_id(place) == second
    assert snapshots.ids(place) == [first, second]
    assert [each.created_at.year > 2900 for each in snapshots.every(place)] == [True, False]
