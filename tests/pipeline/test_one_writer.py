"""One writer at a time, and readers who do not notice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from flows.errors import WarehouseLocked
from flows.store import Warehouse, connect, snapshots
from tests.network_guard import PYTHON_PATH
from tests.pipeline.corpus import Corpus

HOLD = """
import sys, time
from pathlib import Path
from flows.store.layout import Warehouse
from flows.store.lock import exclusive
with exclusive(Warehouse.at(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def writer(published: Corpus) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the warehouse."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(published.warehouse)],
        env=os.environ | {"PYTHONPATH": PYTHON_PATH},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_warehouse_has_one_writer(published: Corpus, writer: subprocess.Popen[str]) -> None:
    message = rf"is being written by process {writer.pid} on .*reading works meanwhile"
    with pytest.raises(WarehouseLocked, match=message):
        published.run()
    place = Warehouse.at(published.warehouse)
    with pytest.raises(WarehouseLocked):
        snapshots.pin(place, "name", None)
    with pytest.raises(WarehouseLocked):
        snapshots.rollback(place, "000001")
    with connect(warehouse=published.warehouse) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (3,)

    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    (published.texts / "new.txt").write_text("Turkey spoke.")
    assert published.run().tally.new == 1


def test_a_reader_stays_on_its_snapshot(published: Corpus) -> None:
    place = Warehouse.at(published.warehouse)
    first = snapshots.current_id(place)
    count = "SELECT count(*) FROM documents"
    with connect(warehouse=published.warehouse) as reading:
        (published.texts / "new.txt").write_text("Turkey spoke.")
        published.run()
        assert reading.execute(count).fetchone() == (3,)
        with connect(warehouse=published.warehouse) as later:
            assert later.execute(count).fetchone() == (4,)
    with connect(first, published.warehouse) as again:
        assert again.execute(count).fetchone() == (3,)
    snapshots.rollback(place, first or "")
    with connect(warehouse=published.warehouse) as rolled_back:
        assert rolled_back.execute(count).fetchone() == (3,)
    # A run after a rollback starts from what is current, and ends where the other did.
    assert published.run().tally.new == 1
    assert [each.manifest["parent"] for each in snapshots.every(place)] == [None, first, first]
