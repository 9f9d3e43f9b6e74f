"""The run log: what a run came to, whichever way it ended."""

import os
import signal
import subprocess
import sys

import polars as pl
import pytest

from flows.errors import AlongsideError
from flows.outcome import Outcome
from flows.store import Warehouse
from flows.store.ledger import Tally
from flows.store.lock import exclusive
from flows.store.runs import history, recording
from tests.network_guard import PYTHON_PATH

BEGIN = """
import os, signal, sys
from pathlib import Path
from flows.store.layout import Warehouse
from flows.store.lock import exclusive
from flows.store.runs import recording
warehouse = Warehouse.at(Path(sys.argv[1]))
with exclusive(warehouse), recording(warehouse, ["texts"], full=False):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def outcome(snapshot: str | None) -> Outcome:
    tally = Tally(3, new=2, changed=1, unchanged=0, removed=4, quarantined=0, skipped=0)
    return Outcome(
        snapshot, snapshot or "000001", tally, {}, {"read": 0.1234}, pl.DataFrame(), None, []
    )


def test_a_warehouse_without_runs(warehouse: Warehouse) -> None:
    assert history(warehouse).is_empty()


def test_every_end_is_told(warehouse: Warehouse) -> None:
    with recording(warehouse, [], full=False) as log:
        log.came_to(outcome("000001").summary())
    with recording(warehouse, [], full=False) as log:
        log.came_to(outcome(None).summary())
    with (
        pytest.raises(AlongsideError),
        recording(warehouse, [], full=False) as log,
    ):
        log.seconds["read"] = 2.0
        raise AlongsideError("no room left")
    runs = history(warehouse)
    assert runs.get_column("outcome").to_list() == ["failed", "unchanged", "published"]
    assert runs.get_column("reason").to_list() == ["no room left", None, None]
    assert runs.row(2, named=True)["snapshot"] == "000001"
    assert runs.select("new", "changed", "removed").row(2) == (2, 1, 4)
    assert runs.get_column("process").unique().to_list() == [os.getpid()]
    assert runs.get_column("seconds").min() >= 0
    assert '"seconds": {"read": 2.0}' in warehouse.runs.read_text()


def test_a_run_that_goes_on_and_one_that_was_killed(warehouse: Warehouse) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", BEGIN, str(warehouse.folder)],
        env=os.environ | {"PYTHONPATH": PYTHON_PATH},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert history(warehouse).get_column("outcome").to_list() == ["killed"]
    with exclusive(warehouse), recording(warehouse, [], full=False) as log:
        assert history(warehouse).get_column("outcome").to_list() == ["running", "killed"]
        log.came_to(outcome(None).summary())
    assert history(warehouse).get_column("outcome").to_list() == ["unchanged", "killed"]


def test_a_torn_line_takes_no_other_with_it(warehouse: Warehouse) -> None:
    with recording(warehouse, [], full=False) as log:
        log.came_to(outcome("000001").summary())
    with warehouse.runs.open("a") as file:
        file.write('{"event": "beg')
    with recording(warehouse, [], full=False) as log:
        log.came_to(outcome(None).summary())
    assert history(warehouse).get_column("outcome").to_list() == ["unchanged", "published"]
